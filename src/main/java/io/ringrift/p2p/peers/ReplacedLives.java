package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Lives of agents that a later one of the same node has replaced. Incarnations have no order of
 * their own; the order in which the leader heard of them is theirs. Without this memory two living
 * agents that share a node id would replace each other with every beat.
 */
final class ReplacedLives {

    /** More restarts of one node than its oldest agent would survive. */
    private static final int REMEMBERED = 100;

    private final Map<NodeId, Deque<UUID>> lives = new HashMap<>();

    synchronized void add(NodeId node, UUID incarnation) {
        Deque<UUID> ofNode = lives.computeIfAbsent(node, _ -> new ArrayDeque<>());
        ofNode.addLast(incarnation);
        if (ofNode.size() > REMEMBERED) {
            ofNode.removeFirst();
        }
    }

    synchronized boolean contains(NodeId node, UUID incarnation) {
        Deque<UUID> ofNode = lives.get(node);
        return ofNode != null && ofNode.contains(incarnation);
    }
}
