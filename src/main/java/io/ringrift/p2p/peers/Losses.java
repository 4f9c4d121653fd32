package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;

/**
 * Moves the work of nodes that are gone. What must never run twice moves only when its agent has
 * certainly killed it: {@link Timing#exclusiveLease()} after the leader last heard of the node, and
 * a margin for clocks that do not run alike and for what the agent needs to kill.
 */
final class Losses {

    /** Attempts that one round moves at most; the next round moves on. */
    static final int MOST_PER_ROUND = 1_000;

    /** Between the lease that the agent was told and the moment at which it is believed. */
    static final Duration MARGIN = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Losses.class);

    private final CommandLog log;
    private final CommandGate gate;
    private final PeerRegistry registry;
    private final Timing timing;
    private final Clock clock;

    Losses(CommandLog log, CommandGate gate, PeerRegistry registry, Timing timing, Clock clock) {
        this.log = log;
        this.gate = gate;
        this.registry = registry;
        this.timing = timing;
        this.clock = clock;
    }

    /**
     * Looks at every node that is gone and still holds something.
     *
     * @param silence how long a node has not been heard, in nanoseconds, at least
     */
    void round(Epoch epoch, ClusterState state, ToLongFunction<NodeId> silence) {
        long deadAfter = timing.exclusiveLease().plus(MARGIN).toNanos();
        List<Command> commands = new ArrayList<>();
        for (ClusterNode node : state.nodes().values()) {
            boolean retired = node.presence() == Presence.RETIRED;
            if (!node.holds().isEmpty() && (retired || node.presence() == Presence.OFFLINE)) {
                boolean dead = retired || silence.applyAsLong(node.id()) > deadAfter;
                for (Map.Entry<JobId, ClusterNode.Hold> hold : node.holds().entrySet()) {
                    command(epoch, state, node, hold, dead).ifPresent(commands::add);
                }
            }
        }
        List<CompletableFuture<Applied>> pending =
                commands.stream()
                        .filter(command -> mayMove(state, command))
                        .limit(MOST_PER_ROUND)
                        .map(log::submit)
                        .toList();
        long moved =
                pending.stream()
                        .map(gate::await)
                        .filter(one -> one.decision() instanceof Decision.Accepted)
                        .count();
        if (moved > 0) {
            LOG.warn("{} attempts were lost with their nodes", moved);
        }
    }

    private Optional<Command> command(
            Epoch epoch,
            ClusterState state,
            ClusterNode node,
            Map.Entry<JobId, ClusterNode.Hold> held,
            boolean dead) {
        ClusterNode.Hold hold = held.getValue();
        Job job = state.open().get(held.getKey());
        Attempt live = job == null ? null : job.liveAttempt();
        if (live != null && live.token().equals(hold.token())) {
            return Optional.of(
                    new Command.LoseAttempt(
                            clock.instant(),
                            epoch,
                            node.id(),
                            held.getKey(),
                            hold.attempt(),
                            hold.token(),
                            dead,
                            why(node, held.getKey(), hold.attempt())));
        }
        // Of an ended job: the place is given back once its process is certainly gone.
        return dead
                ? Optional.of(
                        new Command.ReleaseAttempt(
                                clock.instant(),
                                node.id(),
                                held.getKey(),
                                hold.attempt(),
                                hold.token()))
                : Optional.empty();
    }

    /** With the last that is known of it: its log is on a machine that may never come back. */
    private String why(ClusterNode node, JobId job, int attempt) {
        RunningAttempt last = registry.attempt(node.id(), job, attempt).orElse(null);
        Progress progress = last == null ? null : last.progress();
        String line = last == null ? null : last.lastLine();
        return "node %s %s%s%s"
                .formatted(
                        node.id(),
                        node.presence() == Presence.RETIRED ? "was retired" : "is offline",
                        progress == null
                                ? ""
                                : ", at %d of %d %s"
                                        .formatted(
                                                progress.done(), progress.total(), progress.unit()),
                        line == null ? "" : "; its log last said: " + line);
    }

    /** Asked first, so that what must wait costs no write. */
    private static boolean mayMove(ClusterState state, Command command) {
        return Engine.decide(state, command) instanceof Decision.Accepted;
    }
}
