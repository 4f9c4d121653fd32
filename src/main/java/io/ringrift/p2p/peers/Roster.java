package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What the leader knows of all nodes from their beats, for the voters that do not hear them.
 *
 * @param votersAlive voters in touch with the leader, itself included
 * @param evictionsFrozenSince see {@link PeerRegistry#evictionsFrozenSince()}
 * @param nodes every node that it heard since it began to lead
 */
record Roster(int votersAlive, @Nullable Instant evictionsFrozenSince, List<Heard> nodes) {

    /**
     * @param agoMillis since the beat came in
     */
    record Heard(NodeId nodeId, long agoMillis, Beat beat) {}
}
