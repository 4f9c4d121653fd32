package io.ringrift.p2p.model;

/** Why an attempt ended. */
public enum ExitReason {
    /** Exit code 0 and a valid result. */
    DONE,
    /** The program failed: another exit code, or no valid result. */
    FAILED,
    /** Exit code 75 (EX_TEMPFAIL of sysexits.h): the program asks to be run again. */
    TRY_AGAIN,
    /** Killed for want of memory, as far as the exit code (137) tells. */
    OOM,
    /** Ran longer than its template allows. */
    TIMEOUT,
    /** The node or its agent went away, and the process with it. */
    LOST,
    /** Stopped to empty its node; its job is queued again. */
    PREEMPTED,
    /** Beats came, but no progress for longer than its type allows; stopped by the leader. */
    STALLED,
    /** Stopped because its job was cancelled. */
    CANCELLED,
    /** Never started: the node cannot run such a job (no template, missing executable). */
    REJECTED;

    /** Whether the cause lies with the cluster, so that it costs the job none of its attempts. */
    public boolean isInfrastructure() {
        return this == LOST || this == PREEMPTED || this == REJECTED || this == STALLED;
    }
}
