package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterNode.Hold;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;
import io.ringrift.p2p.model.wire.StopOrder.Kind;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What a node should do, from the state and from what it says it does. An agent lists an attempt
 * from the moment it learns of it until its end was accepted, so a running attempt that is not
 * listed is gone for good.
 *
 * @param start assigned here and unknown to the agent
 * @param stop known to the agent and not assigned here (any more)
 * @param lost running according to the state and unknown to the agent
 * @param preempted assigned here, unknown to the agent, and taken back since the node is emptied
 * @param vanished ended according to the state, still holding its place, and unknown to the agent
 */
record Orders(
        List<StartOrder> start,
        List<StopOrder> stop,
        List<AttemptRef> lost,
        List<AttemptRef> preempted,
        List<AttemptRef> vanished) {

    /** Nothing to do. */
    static final Orders NONE = new Orders(List.of(), List.of(), List.of(), List.of(), List.of());

    /** An attempt by its three names. */
    record AttemptRef(JobId jobId, int attempt, AttemptToken token) {}

    /**
     * Compares what should be with what the node says.
     *
     * @param now decides whether the deadline of a drain has passed
     * @param timing how long the leases of exclusive attempts are
     */
    static Orders of(
            ClusterState state,
            NodeId nodeId,
            List<RunningAttempt> listed,
            Instant now,
            Timing timing) {
        Set<AttemptRef> known = new HashSet<>();
        for (RunningAttempt one : listed) {
            known.add(new AttemptRef(one.jobId(), one.attempt(), one.token()));
        }
        Orders orders =
                new Orders(
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>(),
                        new ArrayList<>());
        ClusterNode node = state.nodes().get(nodeId);
        Set<AttemptRef> wanted = new HashSet<>();
        if (node != null) {
            Kind drained = drained(node, now);
            for (Map.Entry<JobId, Hold> entry : node.holds().entrySet()) {
                Job job = state.open().get(entry.getKey());
                if (!orders.isEnded(job, entry, known)) {
                    orders.consider(
                            Objects.requireNonNull(job),
                            entry.getValue(),
                            known,
                            wanted,
                            drained,
                            start(state, job, entry.getValue(), timing));
                }
            }
        }
        for (AttemptRef one : known) {
            if (!wanted.contains(one)) {
                orders.stop.add(
                        new StopOrder(
                                one.jobId(),
                                one.attempt(),
                                one.token(),
                                "the job ended or moved on"));
            }
        }
        return orders;
    }

    /** How the attempts of a node end that is emptied, or null when they may go on. */
    private static @Nullable Kind drained(ClusterNode node, Instant now) {
        NodeStatus.Cordon cordon = node.status().cordon();
        if (cordon == null || cordon.drain() == null) {
            return null;
        }
        return switch (cordon.drain().modeAt(now)) {
            case FINISH -> null;
            case CHECKPOINT -> Kind.PREEMPT;
            case KILL -> Kind.PREEMPT_NOW;
        };
    }

    private static StartOrder start(ClusterState state, Job job, Hold hold, Timing timing) {
        Needs needs = job.spec().needs();
        return new StartOrder(
                job.id(),
                hold.attempt(),
                hold.token(),
                job.spec(),
                lease(state, job, timing),
                needs == null || needs.configKey() == null
                        ? null
                        : state.training().quarantines().scopes(needs.configKey()));
    }

    private static @Nullable Long lease(ClusterState state, Job job, Timing timing) {
        return state.policy().nodeRules().onLost(job.spec().type()).needsLease()
                ? timing.exclusiveLease().toMillis()
                : null;
    }

    private boolean isEnded(
            @Nullable Job job, Map.Entry<JobId, Hold> entry, Set<AttemptRef> known) {
        Hold hold = entry.getValue();
        AttemptRef ref = new AttemptRef(entry.getKey(), hold.attempt(), hold.token());
        Attempt live = job == null ? null : job.liveAttempt();
        if (live != null && live.token().equals(hold.token())) {
            return false;
        }
        if (!known.contains(ref)) {
            vanished.add(ref);
        }
        return true;
    }

    private void consider(
            Job job,
            Hold hold,
            Set<AttemptRef> known,
            Set<AttemptRef> wanted,
            @Nullable Kind drained,
            StartOrder order) {
        AttemptRef ref = new AttemptRef(job.id(), hold.attempt(), hold.token());
        boolean started = job.startedAt() != null;
        wanted.add(ref);
        if (known.contains(ref)) {
            if (drained != null) {
                stop.add(
                        new StopOrder(
                                ref.jobId(),
                                ref.attempt(),
                                ref.token(),
                                "the node is emptied",
                                drained));
            }
        } else if (started) {
            lost.add(ref);
        } else if (drained != null) {
            preempted.add(ref);
        } else {
            start.add(order);
        }
    }
}
