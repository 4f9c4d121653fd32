package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which queued job goes to which node: a pure function of the state and the nodes' live condition.
 * It only proposes; the log verifies.
 */
final class Placement {

    private Placement() {}

    /**
     * A node that may get work.
     *
     * @param id its name
     * @param free what is not reserved
     * @param impaired served last
     * @param power relative speed of its hardware, H100 = 1.0
     * @param load load score from outside the cluster's own jobs, 0 to 1
     */
    record Candidate(NodeId id, Resources free, boolean impaired, double power, double load) {}

    /** A job and the node it should go to. */
    record Assignment(JobId jobId, int attempt, NodeId node) {}

    /**
     * Serves the queue in its order; a job that fits nowhere does not hold up those behind it.
     *
     * @param now jobs in back-off beyond it are passed over
     * @param candidates nodes that may get work
     * @param most assignments to make at most
     * @param lookAt queued jobs to look at at most
     */
    static List<Assignment> place(
            ClusterState state, Instant now, List<Candidate> candidates, int most, int lookAt) {
        Map<NodeId, Candidate> nodes = new TreeMap<>();
        candidates.forEach(one -> nodes.put(one.id(), one));
        List<Assignment> assignments = new ArrayList<>();
        int looked = 0;
        for (QueueKey key : state.queue()) {
            if (assignments.size() == most || looked++ == lookAt || nodes.isEmpty()) {
                break;
            }
            Job job = state.open().get(key.jobId());
            if (job == null || (job.notBefore() != null && job.notBefore().isAfter(now))) {
                continue;
            }
            Candidate node = best(job, nodes);
            if (node != null) {
                assignments.add(new Assignment(job.id(), job.attempts().size() + 1, node.id()));
                take(nodes, node, job.spec().resources());
            }
        }
        return assignments;
    }

    private static @Nullable Candidate best(Job job, Map<NodeId, Candidate> nodes) {
        NodeId pinned = job.spec().pinnedNode();
        Resources needed = job.spec().resources();
        return nodes.values().stream()
                .filter(node -> pinned == null || pinned.equals(node.id()))
                .filter(node -> needed.fitsIn(node.free()))
                .min(
                        Comparator.comparing(Candidate::impaired)
                                .thenComparingDouble(node -> -node.power())
                                .thenComparingDouble(Candidate::load)
                                .thenComparingInt(node -> -node.free().cpuMilli())
                                .thenComparing(Candidate::id))
                .orElse(null);
    }

    /**
     * A node without a free core leaves the round, so that a long queue is not searched in vain.
     */
    private static void take(Map<NodeId, Candidate> nodes, Candidate node, Resources needed) {
        Resources left = node.free().minus(needed);
        if (left.cpuMilli() == 0 && needed.cpuMilli() > 0) {
            nodes.remove(node.id());
        } else {
            nodes.put(
                    node.id(),
                    new Candidate(node.id(), left, node.impaired(), node.power(), node.load()));
        }
    }
}
