package io.ringrift.p2p.model;

/** How much work a node may be trusted with. */
public enum NodeHealth {
    /** Beats arrive. */
    HEALTHY,
    /** Alive but impaired: keeps its work, gets less or none. */
    DEGRADED,
    /** Beats missing for more than two intervals: no new work, keeps what it has. */
    UNHEALTHY,
    /** Silent longer than PEER_TIMEOUT: its work may move once the fence allows. */
    OFFLINE;

    /** Whether the node counts as alive: one that is only suspected keeps its work. */
    public boolean isAlive() {
        return this != OFFLINE;
    }
}
