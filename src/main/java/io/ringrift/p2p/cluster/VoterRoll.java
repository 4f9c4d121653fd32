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

/** The leader's list of the disks that vote: it names the cluster and enrols who is new. */
final class VoterRoll implements LeaderLoop.Round {

    private static final Logger LOG = LoggerFactory.getLogger(VoterRoll.class);

    private final IdentityFile file;
    private final Membership membership;
    private final VoterClient client;
    private final CommandLog log;
    private final CommandGate gate;
    private final Clock clock;

    VoterRoll(
            IdentityFile file,
            Membership membership,
            VoterClient client,
            CommandLog log,
            CommandGate gate,
            Clock clock) {
        this.file = file;
        this.membership = membership;
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
        List<VoterAddress> unknown = new ArrayList<>(membership.voters());
        unknown.removeIf(voter -> charter.incarnation(voter.id()).isPresent());
        unknown.removeIf(voter -> voter.id().equals(self.nodeId()));
        for (IdentityView answer : client.identities(unknown)) {
            if (cluster != null && cluster.equals(answer.clusterId())) {
                enrol(epoch, charter, answer.nodeId(), answer.incarnation());
            }
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
