package io.ringrift.p2p.cluster;

import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.web.CommandGate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The leader's list of the voters: it names the cluster, enrols disks that are new, and raises the
 * rules once every voter's program knows the next ones.
 */
final class VoterRoll implements LeaderLoop.Round {

    private static final Logger LOG = LoggerFactory.getLogger(VoterRoll.class);

    private final IdentityFile file;
    private final Membership membership;
    private final KnownRules rules;
    private final VoterClient client;
    private final CommandLog log;
    private final CommandGate gate;
    private final Clock clock;

    VoterRoll(
            IdentityFile file,
            Membership membership,
            KnownRules rules,
            VoterClient client,
            CommandLog log,
            CommandGate gate,
            Clock clock) {
        this.file = file;
        this.membership = membership;
        this.rules = rules;
        this.client = client;
        this.log = log;
        this.gate = gate;
        this.clock = clock;
    }

    @Override
    public void run(Epoch epoch) {
        DiskIdentity self = file.identity();
        Charter charter = log.picture().state().charter();
        UUID cluster = self.clusterId();
        if (cluster != null && charter.clusterId() == null) {
            gate.submit(new Command.FoundCluster(clock.instant(), epoch, cluster));
        }
        enrol(epoch, charter, self.nodeId(), self.incarnation());
        List<VoterAddress> others = new ArrayList<>(membership.voters());
        others.removeIf(voter -> voter.id().equals(self.nodeId()));
        List<IdentityView> answers =
                client.identities(others).stream()
                        .filter(answer -> cluster != null && cluster.equals(answer.clusterId()))
                        .toList();
        rules.heard(answers);
        answers.forEach(one -> enrol(epoch, charter, one.nodeId(), one.incarnation()));
        raiseRules(epoch);
    }

    @Override
    public boolean worksWhileRestoring() {
        return true;
    }

    private void raiseRules(Epoch epoch) {
        List<NodeId> voters = membership.voters().stream().map(VoterAddress::id).toList();
        int next = log.picture().state().rulesVersion() + 1;
        boolean raised = true;
        while (raised && rules.everywhere(voters, next)) {
            var command = new Command.RaiseRulesVersion(clock.instant(), epoch, next);
            raised = gate.submit(command).decision() instanceof Decision.Accepted;
            if (raised) {
                LOG.info("Every voter knows the rules of version {}; they are in force now", next);
            }
            next++;
        }
    }

    private void enrol(Epoch epoch, Charter charter, NodeId id, UUID incarnation) {
        if (charter.incarnation(id).isPresent()) {
            return;
        }
        var command = new Command.EnrolVoter(clock.instant(), epoch, id, incarnation);
        if (gate.submit(command).decision() instanceof Decision.Accepted) {
            LOG.info("Voter {} is known by its disk now", id);
        }
    }
}
