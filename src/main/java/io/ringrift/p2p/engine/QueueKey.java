package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;

import java.time.Duration;

/**
 * A job's place in the queue: in the order of virtual submission times. A point of priority is
 * worth {@link #POINT} of waiting, so that who waits gains a point per minute on those that come
 * later, nothing starves, and the order of two jobs never changes: there is nothing to sort anew.
 *
 * @param priority 0 to 100
 * @param jobId holds the time of submission in its first 48 bits (RFC 9562, version 7)
 */
public record QueueKey(int priority, JobId jobId) implements Comparable<QueueKey> {

    /** What a point of priority is worth. */
    public static final Duration POINT = Duration.ofMinutes(1);

    public static QueueKey of(Job job) {
        return new QueueKey(job.spec().priority(), job.id());
    }

    /**
     * Milliseconds since 1970 at which a job of priority 0 would have had to come for this place.
     */
    public long virtualMillis() {
        return (jobId.value().getMostSignificantBits() >>> 16) - priority * POINT.toMillis();
    }

    @Override
    public int compareTo(QueueKey other) {
        int byTime = Long.compare(virtualMillis(), other.virtualMillis());
        return byTime != 0 ? byTime : jobId.compareTo(other.jobId);
    }
}
