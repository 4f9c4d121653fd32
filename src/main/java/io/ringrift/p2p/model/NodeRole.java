package io.ringrift.p2p.model;

/** The part a node plays in the election. */
public enum NodeRole {
    LEADER,
    FOLLOWER,
    CANDIDATE
}
