package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * All that a plan is made from. As long as two outlooks are alike they lead to the same plan, so
 * that the second need not be made: a plan walks over all files, comparing these does not.
 */
final class Outlook {

    private final ClusterState state;
    private final Map<NodeId, DataNode> nodes;
    private final Underway underway;
    private final Map<JobType, Map<String, Set<NodeId>>> running;
    private final boolean needed;

    private Outlook(
            ClusterState state,
            Map<NodeId, DataNode> nodes,
            Underway underway,
            Map<JobType, Map<String, Set<NodeId>>> running,
            boolean needed) {
        this.state = state;
        this.nodes = nodes;
        this.underway = underway;
        this.running = running;
        this.needed = needed;
    }

    /**
     * @param nodes those that are alive
     */
    static Outlook of(ClusterState state, Map<NodeId, DataNode> nodes) {
        return new Outlook(
                state,
                nodes,
                Underway.of(state, nodes.keySet()),
                Map.of(
                        JobType.SELFPLAY, running(state, JobType.SELFPLAY),
                        JobType.TRAINING, running(state, JobType.TRAINING)),
                isDataWaitedFor(state));
    }

    /** The same picture of the cluster, with nodes as they are now. */
    private static boolean isSamePicture(ClusterState one, ClusterState other) {
        return isSameData(one.catalogue(), other.catalogue())
                && isUnchanged(one.open(), other.open())
                && isUnchanged(one.queue(), other.queue())
                && isUnchanged(one.nodes(), other.nodes());
    }

    private static boolean isSameData(Catalogue one, Catalogue other) {
        return isUnchanged(one.files(), other.files())
                && isUnchanged(one.keeping(), other.keeping());
    }

    /** Collections of the state are made anew only by a change; looking into them takes long. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isUnchanged(Object one, Object other) {
        return one == other;
    }

    /** Nodes by the config for which they run a job of a type now. */
    private static Map<String, Set<NodeId>> running(ClusterState state, JobType type) {
        Map<String, Set<NodeId>> running = new HashMap<>();
        for (ClusterNode node : state.nodes().values()) {
            for (JobId id : node.holds().keySet()) {
                Job job = state.open().get(id);
                if (job != null && job.spec().type() == type) {
                    running.computeIfAbsent(job.spec().configKey(), _ -> new TreeSet<>())
                            .add(node.id());
                }
            }
        }
        return running;
    }

    private static boolean isDataWaitedFor(ClusterState state) {
        int looked = 0;
        for (QueueKey key : state.queue()) {
            if (looked++ == NeededFiles.LOOK) {
                return false;
            }
            Job job = state.open().get(key.jobId());
            if (job != null && job.spec().needs() != null) {
                return true;
            }
        }
        return false;
    }

    ClusterState state() {
        return state;
    }

    /** Those that are alive. */
    Map<NodeId, DataNode> nodes() {
        return nodes;
    }

    /** As the state says; the planner adds what has just arrived. */
    Underway underway() {
        return underway;
    }

    /** Nodes by the config for which they run a job of a type. */
    Map<String, Set<NodeId>> running(JobType type) {
        return running.getOrDefault(type, Map.of());
    }

    /**
     * Whether it can be told at a glance that a plan of now would be the plan of this.
     *
     * @param lacking bytes that would have to become free somewhere
     */
    boolean isStill(ClusterState now, Map<NodeId, DataNode> nodesNow, long lacking) {
        return isSamePicture(state, now) && areStill(nodesNow, lacking);
    }

    /**
     * Whether a plan of that would be the plan of this.
     *
     * @param lacking bytes that would have to become free somewhere
     */
    boolean leadsToTheSameAs(Outlook later, long lacking) {
        boolean jobsMatter = needed || later.needed;
        return isSameData(state.catalogue(), later.state.catalogue())
                && !(jobsMatter && !isSamePicture(state, later.state))
                && underway.moves().equals(later.underway.moves())
                && running.equals(later.running)
                && areStill(later.nodes, lacking);
    }

    /** Less space changes nothing that a plan without that space has left. */
    private boolean areStill(Map<NodeId, DataNode> later, long lacking) {
        if (!nodes.keySet().equals(later.keySet())) {
            return false;
        }
        for (DataNode now : later.values()) {
            DataNode then = nodes.get(now.id());
            if (then == null
                    || !then.with(now.freeBytes()).equals(now)
                    || now.freeBytes() - then.freeBytes() >= lacking) {
                return false;
            }
        }
        return true;
    }
}
