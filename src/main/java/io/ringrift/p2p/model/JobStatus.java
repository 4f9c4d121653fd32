package io.ringrift.p2p.model;

/** Where a job stands. The last three are final: nothing ever leaves them. */
public enum JobStatus {
    PENDING,
    RUNNING,
    COMPLETED,
    FAILED,
    CANCELLED;

    /** Whether the job has ended for good. */
    public boolean isFinal() {
        return this == COMPLETED || this == FAILED || this == CANCELLED;
    }
}
