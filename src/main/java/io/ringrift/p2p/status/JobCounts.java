package io.ringrift.p2p.status;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;

import java.util.EnumMap;
import java.util.Map;

/** Jobs on nodes, counted from the holds: as many steps as there are places taken, not jobs. */
record JobCounts(Map<JobType, Integer> byType) {

    static JobCounts ofCluster(ClusterState state) {
        Map<JobType, Integer> counts = new EnumMap<>(JobType.class);
        state.nodes().values().forEach(node -> count(state, node, counts));
        return new JobCounts(counts);
    }

    static JobCounts ofNode(ClusterState state, NodeId id) {
        Map<JobType, Integer> counts = new EnumMap<>(JobType.class);
        ClusterNode node = state.nodes().get(id);
        if (node != null) {
            count(state, node, counts);
        }
        return new JobCounts(counts);
    }

    int of(JobType type) {
        return byType.getOrDefault(type, 0);
    }

    int all() {
        return byType.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static void count(ClusterState state, ClusterNode node, Map<JobType, Integer> counts) {
        for (JobId id : node.holds().keySet()) {
            Job job = state.open().get(id);
            if (job != null) {
                counts.merge(job.spec().type(), 1, Integer::sum);
            }
        }
    }
}
