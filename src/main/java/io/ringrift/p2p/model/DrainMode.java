package io.ringrift.p2p.model;

/** How the work of a node that is emptied comes to its end; none of them costs a job an attempt. */
public enum DrainMode {
    /** What runs may finish. */
    FINISH,
    /** What runs is told to stop (TERM, its grace, KILL) and is queued again once it has. */
    CHECKPOINT,
    /** What runs is killed at once and is queued again. */
    KILL
}
