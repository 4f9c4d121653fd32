package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterNode.Hold;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a node should do, from the state and from what it says it does. An agent lists an attempt
 * from the moment it learns of it until its end was accepted, so a running attempt that is not
 * listed is gone for good.
 *
 * @param start assigned here and unknown to the agent
 * @param stop known to the agent and not assigned here (any more)
 * @param lost running according to the state and unknown to the agent
 * @param vanished ended according to the state, still holding its place, and unknown to the agent
 */
record Orders(
        List<StartOrder> start,
        List<StopOrder> stop,
        List<AttemptRef> lost,
        List<AttemptRef> vanished) {

    /** Nothing to do. */
    static final Orders NONE = new Orders(List.of(), List.of(), List.of(), List.of());

    /** An attempt by its three names. */
    record AttemptRef(JobId jobId, int attempt, AttemptToken token) {}

    static Orders of(ClusterState state, NodeId nodeId, List<RunningAttempt> listed) {
        Set<AttemptRef> known = new HashSet<>();
        for (RunningAttempt one : listed) {
            known.add(new AttemptRef(one.jobId(), one.attempt(), one.token()));
        }
        Orders orders =
                new Orders(
                        new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        ClusterNode node = state.nodes().get(nodeId);
        Set<AttemptRef> wanted = new HashSet<>();
        if (node != null) {
            for (Map.Entry<JobId, Hold> entry : node.holds().entrySet()) {
                orders.consider(state.open().get(entry.getKey()), entry, known, wanted);
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

    private void consider(
            @Nullable Job job,
            Map.Entry<JobId, Hold> entry,
            Set<AttemptRef> known,
            Set<AttemptRef> wanted) {
        Hold hold = entry.getValue();
        AttemptRef ref = new AttemptRef(entry.getKey(), hold.attempt(), hold.token());
        Attempt live = job == null ? null : job.liveAttempt();
        if (job == null || live == null || !live.token().equals(hold.token())) {
            if (!known.contains(ref)) {
                vanished.add(ref);
            }
            return;
        }
        wanted.add(ref);
        if (!known.contains(ref)) {
            if (live.startedAt() == null) {
                start.add(new StartOrder(ref.jobId(), ref.attempt(), ref.token(), job.spec()));
            } else {
                lost.add(ref);
            }
        }
    }
}
