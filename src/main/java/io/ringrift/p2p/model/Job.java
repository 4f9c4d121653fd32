package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A job and all that happened to it.
 *
 * @param id its name
 * @param spec what was asked for
 * @param createdAt when it was accepted
 * @param status where it stands
 * @param notBefore it waits until then (back-off after a failed attempt), if it waits
 * @param failures attempts that count against its limit so far
 * @param attempts every try, oldest first
 * @param completedAt when it reached its final status, if it has
 * @param outputPath folder of the counted attempt's output on its node, once completed
 * @param error one sentence why it failed or waits again, if there is something to say
 * @param games games of the counted result, 0 until then
 * @param metrics the counted result's metrics
 */
public record Job(
        JobId id,
        JobSpec spec,
        Instant createdAt,
        JobStatus status,
        @Nullable Instant notBefore,
        int failures,
        List<Attempt> attempts,
        @Nullable Instant completedAt,
        @Nullable String outputPath,
        @Nullable String error,
        long games,
        JsonText metrics) {

    public Job {
        attempts = List.copyOf(attempts);
    }

    /** A job as it is when it has just been accepted. */
    public static Job submitted(JobId id, JobSpec spec, Instant at) {
        return new Job(
                id,
                spec,
                at,
                JobStatus.PENDING,
                null,
                0,
                List.of(),
                null,
                null,
                null,
                0,
                JsonText.EMPTY);
    }

    /** The latest try, or null before the first. */
    public @Nullable Attempt lastAttempt() {
        return attempts.isEmpty() ? null : attempts.getLast();
    }

    /** The try that may still report, or null when there is none. */
    public @Nullable Attempt liveAttempt() {
        Attempt last = lastAttempt();
        return last != null && last.isLive() ? last : null;
    }

    /** Whether it waits for a node. */
    public boolean isQueued() {
        return status == JobStatus.PENDING && liveAttempt() == null;
    }
}
