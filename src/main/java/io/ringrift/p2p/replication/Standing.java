package io.ringrift.p2p.replication;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;

import org.jspecify.annotations.Nullable;

/**
 * A voter's place in the election.
 *
 * @param role its part
 * @param ready it leads and has applied an entry of its own term, so that it may act
 * @param leader whom it takes for the leader, if anybody
 * @param votersAlive voters it is in touch with, itself included
 * @param votersTotal voters configured
 */
public record Standing(
        NodeRole role, boolean ready, @Nullable NodeId leader, int votersAlive, int votersTotal) {

    /** Voters needed to decide anything. */
    public int quorum() {
        return votersTotal / 2 + 1;
    }

    /** Whether enough voters are in touch. */
    public boolean quorumOk() {
        return votersAlive >= quorum();
    }
}
