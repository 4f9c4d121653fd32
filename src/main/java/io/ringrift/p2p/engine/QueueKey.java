package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;

/**
 * A job's place in the queue: higher priority first, then the order of submission.
 *
 * @param priority 0 to 100
 * @param jobId breaks ties, since ids sort by time
 */
public record QueueKey(int priority, JobId jobId) implements Comparable<QueueKey> {

    static QueueKey of(Job job) {
        return new QueueKey(job.spec().priority(), job.id());
    }

    @Override
    public int compareTo(QueueKey other) {
        int byPriority = Integer.compare(other.priority, priority);
        return byPriority != 0 ? byPriority : jobId.compareTo(other.jobId);
    }
}
