package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderLostException;
import io.ringrift.p2p.web.Problem;

import org.springframework.http.HttpStatus;

import java.time.Clock;

/** Takes beats in and answers them with what the node should do; a calm beat writes nothing. */
final class BeatDesk {

    private final CommandLog log;
    private final CommandGate gate;
    private final Leadership leadership;
    private final PeerRegistry registry;
    private final NodeId self;
    private final Timing timing;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final NodeSignals signals = new NodeSignals();
    private final LatestBeats latest = new LatestBeats();

    BeatDesk(
            CommandLog log,
            CommandGate gate,
            Leadership leadership,
            PeerRegistry registry,
            NodeId self,
            Timing timing,
            Clock clock,
            MonotonicClock nanos) {
        this.log = log;
        this.gate = gate;
        this.leadership = leadership;
        this.registry = registry;
        this.self = self;
        this.timing = timing;
        this.clock = clock;
        this.nanos = nanos;
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
            return new Answer(reply(epoch, beat, Orders.NONE), 0);
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
            Orders orders = Orders.of(log.picture().state(), node, beat.attempts());
            // Asked after the state was read: what the node learnt from a later beat is no loss.
            if (!isLatest(latest.standing(node, beat), node)) {
                return new Answer(reply(epoch, beat, Orders.NONE), held);
            }
            settle(node, orders);
            long now = nanos.nanos();
            if (deadline - now <= 0 || latest.isNews(node, orders)) {
                latest.told(node, orders);
                return new Answer(reply(epoch, beat, orders), held);
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
        boolean same =
                known != null
                        && known.incarnation().equals(beat.incarnation())
                        && known.offered().equals(beat.offered())
                        && known.presence() != Presence.OFFLINE
                        && known.presence() != Presence.LEFT;
        if (!same) {
            gate.submit(
                    new Command.RegisterNode(
                            clock.instant(),
                            epoch,
                            node,
                            beat.incarnation(),
                            beat.offered(),
                            null));
        }
    }

    private void settle(NodeId node, Orders orders) {
        for (Orders.AttemptRef one : orders.lost()) {
            gate.submit(
                    new Command.FailJob(
                            clock.instant(),
                            one.jobId(),
                            one.attempt(),
                            one.token(),
                            ExitReason.LOST,
                            null,
                            "node " + node + " does not know the attempt any more",
                            0));
        }
        for (Orders.AttemptRef one : orders.vanished()) {
            gate.submit(
                    new Command.ReleaseAttempt(
                            clock.instant(), node, one.jobId(), one.attempt(), one.token()));
        }
    }

    private long patience(Beat beat) {
        return Math.clamp(beat.waitMillis(), 0, timing.heartbeatInterval().toMillis());
    }

    /** A beat that may be held back is followed by the next one at once, which is held back. */
    private BeatReply reply(Epoch epoch, Beat beat, Orders orders) {
        long untilNext = timing.heartbeatInterval().toMillis() - patience(beat);
        return new BeatReply(self, epoch, untilNext, orders.start(), orders.stop());
    }

    private void wake(Applied applied) {
        if (applied.decision() instanceof Decision.Accepted(var events)) {
            for (Event event : events) {
                switch (event) {
                    case Event.JobAssigned e -> signals.raise(e.node());
                    case Event.JobCancelled e -> wakeNodeOf(e);
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
