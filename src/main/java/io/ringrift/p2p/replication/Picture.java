package io.ringrift.p2p.replication;

import io.ringrift.p2p.engine.ClusterState;

/**
 * The state after a log entry.
 *
 * @param index of the entry
 * @param state what follows from all entries up to it
 */
public record Picture(long index, ClusterState state) {}
