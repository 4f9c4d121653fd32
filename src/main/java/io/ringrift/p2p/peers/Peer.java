package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;

import java.time.Instant;

/**
 * What the leader last heard of a node. Soft: a new leader learns it again from the next beats.
 *
 * @param id the node
 * @param beat its latest beat
 * @param at when it came, for people
 * @param atNanos when it came, for measuring
 */
public record Peer(NodeId id, Beat beat, Instant at, long atNanos) {}
