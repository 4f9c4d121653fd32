package io.ringrift.p2p.model;

/** What becomes of a running attempt when its node is OFFLINE. */
public enum OnLost {
    /** Queued again at once; two that run for a while do no harm, and only one result counts. */
    REQUEUE,
    /**
     * Queued again once the old attempt is certainly dead: its agent kills it when it could not
     * renew its lease ({@link Timing#exclusiveLease()}).
     */
    REQUEUE_WHEN_DEAD,
    /** Waits for the node, however long it takes, or until somebody retires it. */
    WAIT,
    /** The job fails. */
    FAIL;

    /** Whether the agent must kill the attempt when it cannot renew its lease. */
    public boolean needsLease() {
        return this == REQUEUE_WHEN_DEAD;
    }
}
