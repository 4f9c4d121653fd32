package io.ringrift.p2p.replication;

/** What to do when this node must not go on: a failed write cannot be trusted, nor retried. */
@FunctionalInterface
public interface FatalFault {

    /** Ends the process at once, without running anything else that could write. */
    void halt(String reason);
}
