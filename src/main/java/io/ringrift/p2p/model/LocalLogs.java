package io.ringrift.p2p.model;

/** What lies on this node of the logs of jobs. */
public interface LocalLogs {

    /** Whether this node was given the attempt. */
    boolean has(JobId job, int attempt);

    /** Whether this node's agent holds an attempt of the job right now. */
    boolean isHeld(JobId job);
}
