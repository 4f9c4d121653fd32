package io.ringrift.p2p.cluster;

import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.leadership.LeadershipView;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.replication.Membership.VoterProgress;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderLostException;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows and changes who votes and who leads. */
final class VoterDesk {

    private static final Logger LOG = LoggerFactory.getLogger(VoterDesk.class);
    private static final Duration TRANSFER = Duration.ofSeconds(5);
    private static final Duration CHANGE = Duration.ofSeconds(60);

    private final IdentityFile file;
    private final Membership membership;
    private final Succession succession;
    private final KnownRules rules;
    private final Leadership leadership;
    private final CommandLog log;
    private final CommandGate gate;
    private final Clock clock;

    VoterDesk(
            IdentityFile file,
            Membership membership,
            Succession succession,
            KnownRules rules,
            Leadership leadership,
            CommandLog log,
            CommandGate gate,
            Clock clock) {
        this.file = file;
        this.membership = membership;
        this.succession = succession;
        this.rules = rules;
        this.leadership = leadership;
        this.log = log;
        this.gate = gate;
        this.clock = clock;
    }

    ClusterView view() {
        Picture picture = log.picture();
        ClusterState state = picture.state();
        LeadershipView leads = leadership.view();
        Map<NodeId, VoterProgress> progress =
                membership.progress().stream()
                        .collect(Collectors.toMap(one -> one.address().id(), Function.identity()));
        return new ClusterView(
                state.charter().clusterId(),
                file.identity().nodeId(),
                leads.leader(),
                state.lease().epoch(),
                state.lease().holder() == null ? null : state.lease().until(),
                state.rulesVersion(),
                picture.index(),
                state.charter().restoring() == null ? null : state.charter().restoring().id(),
                membership.voters().stream()
                        .map(voter -> view(voter, leads, state.charter(), progress))
                        .toList());
    }

    private ClusterView.VoterView view(
            VoterAddress voter,
            LeadershipView leads,
            Charter charter,
            Map<NodeId, VoterProgress> progress) {
        VoterProgress far = progress.get(voter.id());
        return new ClusterView.VoterView(
                voter.id(),
                voter.host(),
                voter.httpPort(),
                voter.raftPort(),
                voter.id().equals(leads.leader()),
                charter.incarnation(voter.id()).orElse(null),
                far == null ? null : far.silence().toMillis(),
                rules.of(voter.id()));
    }

    /**
     * Hands the leadership over.
     *
     * @param to the next leader, or null for the {@link Succession}'s choice
     */
    void transfer(@Nullable NodeId to) {
        NodeId self = file.identity().nodeId();
        if (to == null ? membership.voters().size() == 1 : to.equals(self)) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "nobody_else",
                    "Node " + self + " leads, and it is the one to lead; nothing was changed.");
        }
        if (to != null) {
            requireVoter(to);
        }
        NodeId next = to == null ? successor() : to;
        LOG.info("Handing the leadership over to {} on request", next);
        await(membership.transfer(next, TRANSFER), "the leadership was not handed over");
    }

    private NodeId successor() {
        return succession
                .best()
                .orElseThrow(() -> new LeaderLostException("this node does not lead any more"));
    }

    /**
     * Adds a voter that is running already and has an empty disk, or moves one to another address.
     *
     * @param entry {@code id=host:port} or {@code id=host:port:raftport}
     */
    void add(String entry) {
        VoterAddress added = address(entry);
        List<VoterAddress> next = new ArrayList<>(membership.voters());
        if (next.contains(added)) {
            return;
        }
        next.removeIf(voter -> voter.id().equals(added.id()));
        next.add(added);
        LOG.info("Adding voter {}", added);
        await(
                membership.change(new Voters(next).all(), CHANGE),
                "voter " + added.id() + " was not added; is it running at " + added.httpUri());
    }

    private static VoterAddress address(String entry) {
        try {
            List<VoterAddress> one = Voters.parse(entry).all();
            if (one.size() == 1) {
                return one.getFirst();
            }
        } catch (BadSettingException malformed) {
            throw Problem.invalid("voter", String.valueOf(malformed.getMessage()));
        }
        throw Problem.invalid("voter", "must be one voter, such as d=10.0.0.4:8770");
    }

    /**
     * Takes a voter out for good: it votes no more, and its disk is forgotten, so that the same
     * name with an empty disk is welcome.
     */
    void remove(NodeId id) {
        Epoch epoch =
                leadership
                        .mayAct()
                        .orElseThrow(() -> new LeaderLostException("this node does not lead"));
        List<VoterAddress> next = new ArrayList<>(membership.voters());
        boolean votes = next.removeIf(voter -> voter.id().equals(id));
        if (next.isEmpty()) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "last_voter",
                    "Voter " + id + " is the only one; a cluster has at least one.");
        }
        if (!votes && log.picture().state().charter().incarnation(id).isEmpty()) {
            throw unknown(id);
        }
        if (id.equals(file.identity().nodeId())) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "voter_leads",
                    "Voter "
                            + id
                            + " leads: hand the leadership over first (POST /cluster/transfer).");
        }
        LOG.info("Removing voter {}", id);
        if (votes) {
            await(membership.change(next, CHANGE), "voter " + id + " was not removed");
        }
        gate.submit(new Command.ForgetVoter(clock.instant(), epoch, id));
    }

    private void requireVoter(NodeId id) {
        if (membership.find(id).isEmpty()) {
            throw unknown(id);
        }
    }

    private static RuntimeException unknown(NodeId id) {
        return Problem.of(HttpStatus.NOT_FOUND, "unknown_voter", "There is no voter " + id + ".");
    }

    private static void await(CompletableFuture<Void> change, String otherwise) {
        try {
            change.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof NotAcceptedException why) {
                throw Problem.of(
                        HttpStatus.CONFLICT,
                        "not_changed",
                        "Nothing was changed, " + otherwise + ": " + why.getMessage() + ".");
            }
            throw e;
        }
    }
}
