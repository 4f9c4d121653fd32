package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.peers.Peer;
import io.ringrift.p2p.peers.PeerHealth;
import io.ringrift.p2p.peers.PeerRegistry;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/**
 * A node that is there, as far as moving files goes.
 *
 * @param labels what is said of it
 * @param url where others reach its doors, or null when nobody can
 * @param takesWork whether a job may be placed there now
 * @param freeBytes space on its disk as it last said
 */
record DataNode(NodeId id, Labels labels, @Nullable URI url, boolean takesWork, long freeBytes) {

    /** The label that says where a node stands; what is near is what has the same. */
    static final String ZONE = "zone";

    DataNode with(long newFreeBytes) {
        return new DataNode(id, labels, url, takesWork, newFreeBytes);
    }

    /** Whether both say that they stand in the same place. */
    boolean isNear(DataNode other) {
        String zone = labels.all().get(ZONE);
        return zone != null && zone.equals(other.labels.all().get(ZONE));
    }

    /** Every node that is alive, by its name. */
    static Map<NodeId, DataNode> alive(ClusterState state, PeerRegistry peers) {
        Map<NodeId, DataNode> nodes = new TreeMap<>();
        for (ClusterNode node : state.nodes().values()) {
            Peer peer = peers.find(node.id()).orElse(null);
            if (peer == null || node.presence() != Presence.PRESENT) {
                continue;
            }
            PeerHealth health = peers.health(peer, node);
            if (health.health().isAlive()) {
                nodes.put(
                        node.id(),
                        new DataNode(
                                node.id(),
                                node.labels(),
                                peer.beat().dataUrl(),
                                health.takesWork() && node.takesWork(),
                                peer.beat().metrics().diskFreeBytes()));
            }
        }
        return nodes;
    }
}
