package io.ringrift.p2p.model;

/**
 * LOAD_MAX_FOR_NEW_JOBS of the outside contract.
 *
 * @param maxForNewJobs load score from which on a node gets no new job, 0 to 1; default 0.8
 */
public record LoadLimit(double maxForNewJobs) {

    /** The value of the outside contract. */
    public static final LoadLimit DEFAULT = new LoadLimit(0.8);

    public LoadLimit {
        if (!(maxForNewJobs >= 0 && maxForNewJobs <= 1)) {
            throw new IllegalArgumentException("load_max_for_new_jobs must be from 0 to 1");
        }
    }

    /** Whether a node of this load score may get a new job: only below the limit. */
    public boolean admits(double loadScore) {
        return loadScore < maxForNewJobs;
    }
}
