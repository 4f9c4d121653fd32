package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.engine.Suitability;
import io.ringrift.p2p.engine.Supplies;
import io.ringrift.p2p.engine.SupplyTable;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.data.DataKey;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What jobs that wait for data lack. Each is prepared on one node: on one that lacks nothing but
 * data, and of these on the one that has most of it already.
 */
final class NeededFiles {

    /** Waiting jobs that are looked at, from the front of the queue. */
    static final int LOOK = 10_000;

    /** Different needs that are looked up; each is a walk over files. */
    static final int LOOK_UP = 100;

    private final ClusterState state;
    private final Map<NodeId, DataNode> nodes;
    private final SupplyTable supplies;

    private NeededFiles(ClusterState state, Map<NodeId, DataNode> nodes) {
        this.state = state;
        this.nodes = nodes;
        this.supplies = new SupplyTable(state);
    }

    /**
     * By receiver and file.
     *
     * @param nodes those that are alive
     */
    static Map<NodeId, Map<DataKey, Wants.Want>> of(
            ClusterState state, Map<NodeId, DataNode> nodes) {
        NeededFiles needed = new NeededFiles(state, nodes);
        Map<NodeId, Map<DataKey, Wants.Want>> wants = new TreeMap<>();
        int looked = 0;
        for (QueueKey key : state.queue()) {
            if (looked++ == LOOK || needed.supplies.size() == LOOK_UP) {
                break;
            }
            Job job = state.open().get(key.jobId());
            if (job != null && job.spec().needs() != null) {
                needed.add(job, job.spec().needs(), wants);
            }
        }
        return wants;
    }

    private void add(Job job, Needs needs, Map<NodeId, Map<DataKey, Wants.Want>> wants) {
        NodeId receiver = receiver(job, supplies.of(needs));
        if (receiver == null) {
            return;
        }
        Map<DataKey, Wants.Want> ofNode =
                wants.computeIfAbsent(receiver, _ -> new LinkedHashMap<>());
        for (Catalogue.Held held : supplies.of(needs).missingOn(receiver)) {
            ofNode.putIfAbsent(
                    held.file().key(), new Wants.Want(receiver, held, job.spec().priority()));
        }
    }

    /** The node to prepare, or null when the job waits for something else or for nothing. */
    private @Nullable NodeId receiver(Job job, Supplies supply) {
        NodeId best = null;
        boolean bestIsFree = false;
        long bestBytes = -1;
        for (DataNode node : nodes.values()) {
            ClusterNode logged = state.nodes().get(node.id());
            if (logged == null || !node.takesWork()) {
                continue;
            }
            Obstacle obstacle =
                    Suitability.obstacle(
                            job.id(), job.spec(), Suitability.place(state, logged, supplies));
            if (obstacle == null) {
                return null;
            }
            boolean free = obstacle == Obstacle.DATA_MISSING;
            if (!obstacle.isPassing() || (bestIsFree && !free)) {
                continue;
            }
            long bytes = supply.bytesOn(node.id());
            if ((free && !bestIsFree) || bytes > bestBytes) {
                best = node.id();
                bestIsFree = free;
                bestBytes = bytes;
            }
        }
        return best;
    }
}
