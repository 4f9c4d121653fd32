package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.LogOrder;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderLostException;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import java.time.Clock;
import java.util.List;

/** Takes beats in and answers them with what the node should do; a calm beat writes nothing. */
final class BeatDesk {

    private final CommandLog log;
    private final CommandGate gate;
    private final Leadership leadership;
    private final PeerRegistry registry;
    private final GpuTable gpus;
    private final NodeId self;
    private final Timing timing;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final LogRequests logs;
    private final NodeSignals signals = new NodeSignals();
    private final LatestBeats latest = new LatestBeats();

    BeatDesk(
            CommandLog log,
            CommandGate gate,
            Leadership leadership,
            PeerRegistry registry,
            GpuTable gpus,
            NodeId self,
            Timing timing,
            Clock clock,
            MonotonicClock nanos,
            LogRequests logs) {
        this.log = log;
        this.gate = gate;
        this.leadership = leadership;
        this.registry = registry;
        this.gpus = gpus;
        this.self = self;
        this.timing = timing;
        this.clock = clock;
        this.nanos = nanos;
        this.logs = logs;
        log.onApplied(this::wake);
        leadership.onChange(signals::raiseAll);
    }

    /**
     * An answer and how long it was held back.
     *
     * @param heldNanos time that was neither the network's nor the log's
     */
    record Answer(BeatReply reply, long heldNanos) {}

    /**
     * Answers a beat, at once when there is something new to do, else when it has waited as long as
     * it allows.
     *
     * @throws LeaderLostException when this node does not lead
     * @throws org.springframework.web.ErrorResponseException 409 {@code superseded} when a later
     *     agent speaks for the node
     */
    Answer beat(NodeId node, Beat beat) throws InterruptedException {
        Epoch epoch = epoch();
        if (!isLatest(latest.admit(node, beat), node)) {
            return new Answer(reply(node, epoch, beat, Orders.NONE, List.of()), 0);
        }
        signals.raise(node);
        registry.heard(node, beat);
        register(epoch, node, beat);
        long deadline = nanos.nanos() + NodeSignals.toNanos(patience(beat));
        long held = 0;
        while (true) {
            long seen = signals.count(node);
            // Asked anew after each wake-up: the right to lead may have ended meanwhile.
            epoch = epoch();
            Orders orders =
                    Orders.of(
                            log.picture().state(), node, beat.attempts(), clock.instant(), timing);
            // Asked after the state was read: what the node learnt from a later beat is no loss.
            if (!isLatest(latest.standing(node, beat), node)) {
                return new Answer(reply(node, epoch, beat, Orders.NONE, List.of()), held);
            }
            settle(node, orders);
            long now = nanos.nanos();
            List<LogOrder> read = logs.of(node);
            if (deadline - now <= 0 || latest.isNews(node, orders) || !read.isEmpty()) {
                latest.told(node, orders);
                return new Answer(reply(node, epoch, beat, orders, read), held);
            }
            signals.await(node, seen, deadline - now);
            held += nanos.nanos() - now;
        }
    }

    /** Two agents under one name would steal each other's jobs: the one that came later stays. */
    private static boolean isLatest(LatestBeats.Standing standing, NodeId node) {
        return switch (standing) {
            case LATEST -> true;
            case OVERTAKEN -> false;
            case REPLACED ->
                    throw Problem.of(
                            HttpStatus.CONFLICT,
                            "superseded",
                            "Another agent that was started later speaks for node " + node + ".");
        };
    }

    private Epoch epoch() {
        return leadership
                .mayAct()
                .orElseThrow(
                        () -> new LeaderLostException("this node does not lead at the moment"));
    }

    private void register(Epoch epoch, NodeId node, Beat beat) {
        ClusterState state = log.picture().state();
        ClusterNode known = state.nodes().get(node);
        Offer offer = Offer.of(beat, gpus, RulesVersion.havePlacement(state));
        boolean same =
                known != null
                        && known.incarnation().equals(beat.incarnation())
                        && offer.isKnown(known)
                        && known.presence() != Presence.OFFLINE
                        && known.presence() != Presence.LEFT;
        if (same) {
            return;
        }
        Command registration =
                new Command.RegisterNode(
                        clock.instant(),
                        epoch,
                        node,
                        beat.incarnation(),
                        offer.resources(),
                        offer.labels(),
                        offer.gpus());
        if (gate.submit(registration).decision()
                instanceof Decision.Refused(Rejection.TooManyNodes many)) {
            throw Problem.tryLater(
                    many.code(),
                    "The cluster knows " + many.limit() + " nodes already, which is its limit.",
                    60);
        }
    }

    private void settle(NodeId node, Orders orders) {
        for (Orders.AttemptRef one : orders.lost()) {
            gate.submit(
                    ended(
                            one,
                            ExitReason.LOST,
                            "node " + node + " does not know the attempt any more"));
        }
        for (Orders.AttemptRef one : orders.preempted()) {
            gate.submit(ended(one, ExitReason.PREEMPTED, "node " + node + " is emptied"));
        }
        for (Orders.AttemptRef one : orders.vanished()) {
            gate.submit(
                    new Command.ReleaseAttempt(
                            clock.instant(), node, one.jobId(), one.attempt(), one.token()));
        }
    }

    private Command ended(Orders.AttemptRef one, ExitReason why, String sentence) {
        return new Command.FailJob(
                clock.instant(), one.jobId(), one.attempt(), one.token(), why, null, sentence, 0);
    }

    /** Ends the wait of a node's beat: its agent has said goodbye, or something else is new. */
    void wake(NodeId node) {
        signals.raise(node);
    }

    private long patience(Beat beat) {
        return Math.clamp(beat.waitMillis(), 0, registry.pace().hold(dice(beat)).toMillis());
    }

    /** A beat that may be held back is followed by the next one at once, which is held back. */
    private BeatReply reply(
            NodeId node, Epoch epoch, Beat beat, Orders orders, List<LogOrder> read) {
        long untilNext = registry.pace().hold(dice(beat)).toMillis() - patience(beat);
        return new BeatReply(
                self,
                epoch,
                untilNext,
                orders.start(),
                orders.stop(),
                read,
                idle(node),
                manifest(node, beat),
                release(node));
    }

    /**
     * What the cluster knows of the node's files: an agent that has said other things begins anew.
     */
    private @Nullable Long manifest(NodeId node, Beat beat) {
        ClusterState state = log.picture().state();
        return RulesVersion.haveData(state)
                ? Long.valueOf(state.catalogue().known(node, beat.incarnation()))
                : null;
    }

    /** Said with every answer until the node's manifest says that they are gone. */
    private List<DataKey> release(NodeId node) {
        return log.picture().state().catalogue().keeping().leaving(node).stream()
                .limit(BeatReply.MAX_RELEASES)
                .toList();
    }

    private @Nullable String idle(NodeId id) {
        ClusterState state = log.picture().state();
        ClusterNode node = state.nodes().get(id);
        return registry.find(id)
                .map(peer -> Idleness.why(state, node, registry.health(peer, node)))
                .orElse(null);
    }

    /** As good as drawn, and the same whenever it is asked for one beat. */
    private static int dice(Beat beat) {
        return Math.floorMod(beat.incarnation().hashCode() + 31 * beat.sequence(), 100);
    }

    private void wake(Applied applied) {
        if (applied.decision() instanceof Decision.Accepted(var events)) {
            for (Event event : events) {
                switch (event) {
                    case Event.JobAssigned e -> signals.raise(e.node());
                    case Event.JobCancelled e -> wakeNodeOf(e);
                    case Event.NodeDraining e -> signals.raise(e.node());
                    default -> {
                        // Nothing that a node would have to do.
                    }
                }
            }
        }
    }

    private void wakeNodeOf(Event.JobCancelled event) {
        Job job = log.picture().state().job(event.jobId());
        Attempt last = job == null ? null : job.lastAttempt();
        if (last != null) {
            signals.raise(last.node());
        }
    }
}
