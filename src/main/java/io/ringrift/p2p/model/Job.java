package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
 * @param batch how far its parts are, once it has any
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
        JsonText metrics,
        @Nullable Batch batch) {

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
                JsonText.EMPTY,
                null);
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

    /** Whether it, or what is left of it, waits for a node. */
    public boolean isQueued() {
        return batch == null
                ? status == JobStatus.PENDING && liveAttempt() == null
                : !status.isFinal() && restGames() > 0;
    }

    /** Games that no node has been given yet. */
    public int restGames() {
        return batch == null ? spec.numGames() : spec.numGames() - batch.givenGames();
    }

    /** With one part more. */
    public Job given(int games, Instant at) {
        return inParts(
                JobStatus.RUNNING,
                (batch == null ? Batch.begun(at) : batch).given(games),
                null,
                null);
    }

    /**
     * With one live part less.
     *
     * @param itsGames that it brought
     */
    public Job partEnded(long itsGames) {
        return batch == null ? this : inParts(status, batch.ended(itsGames), null, null);
    }

    /** With the last part counted. */
    public Job completedInParts(Instant at) {
        return batch == null ? this : inParts(JobStatus.COMPLETED, batch, at, null);
    }

    /** Ended because a part failed for good. */
    public Job failedInParts(Instant at, String why) {
        return batch == null ? this : inParts(JobStatus.FAILED, batch, at, why);
    }

    private Job inParts(
            JobStatus next, Batch counted, @Nullable Instant endedAt, @Nullable String why) {
        return new Job(
                id,
                spec,
                createdAt,
                next,
                null,
                failures,
                attempts,
                endedAt,
                null,
                why,
                counted.doneGames(),
                metrics,
                counted);
    }

    /** Whether it failed because nodes kept failing under it, not by what its program said. */
    public boolean isDeadLetter() {
        Attempt last = lastAttempt();
        return status == JobStatus.FAILED
                && last != null
                && (last.reason() == ExitReason.LOST || last.reason() == ExitReason.STALLED);
    }

    /** When its latest attempt's process was started or its first part was made, or null. */
    public @Nullable Instant startedAt() {
        Attempt last = lastAttempt();
        Instant asAWhole = last == null ? null : last.startedAt();
        return batch == null ? asAWhole : batch.since();
    }

    /** With a new attempt; still PENDING until the process runs. */
    public Job assigned(Attempt attempt) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(attempt);
        return new Job(
                id, spec, createdAt, status, null, failures, more, null, null, error, games,
                metrics, batch);
    }

    /** With the latest attempt running. */
    public Job started(Instant at) {
        Attempt last = Objects.requireNonNull(lastAttempt());
        return new Job(
                id,
                spec,
                createdAt,
                JobStatus.RUNNING,
                null,
                failures,
                replaceLast(last.started(at)),
                null,
                null,
                error,
                games,
                metrics,
                batch);
    }

    /** Waiting again after an attempt that ended badly. */
    public Job requeued(Attempt ended, @Nullable Instant until) {
        return new Job(
                id,
                spec,
                createdAt,
                JobStatus.PENDING,
                until,
                failures + cost(ended),
                replaceLast(ended),
                null,
                null,
                ended.message(),
                games,
                metrics,
                batch);
    }

    public Job completed(Attempt ended, String output, long itsGames, JsonText itsMetrics) {
        return new Job(
                id,
                spec,
                createdAt,
                JobStatus.COMPLETED,
                null,
                failures,
                replaceLast(ended),
                ended.endedAt(),
                output,
                null,
                itsGames,
                itsMetrics,
                batch);
    }

    public Job failed(Attempt ended) {
        return new Job(
                id,
                spec,
                createdAt,
                JobStatus.FAILED,
                null,
                // What no node can run has had its try.
                failures + (ended.reason() == ExitReason.REJECTED ? 1 : cost(ended)),
                replaceLast(ended),
                ended.endedAt(),
                null,
                ended.message(),
                games,
                metrics,
                batch);
    }

    /** Ended by its owner; a live attempt ends with it. */
    public Job cancelled(Instant at) {
        Attempt live = liveAttempt();
        return new Job(
                id,
                spec,
                createdAt,
                JobStatus.CANCELLED,
                null,
                failures,
                live == null
                        ? attempts
                        : replaceLast(live.ended(at, ExitReason.CANCELLED, null, null)),
                at,
                null,
                null,
                games,
                metrics,
                batch);
    }

    /** With evidence of what an attempt that had ended said afterwards. */
    public Job reportedLate(int attempt, Attempt.LateReport report) {
        List<Attempt> changed = new ArrayList<>(attempts);
        changed.set(attempt - 1, changed.get(attempt - 1).reportedLate(report));
        return new Job(
                id,
                spec,
                createdAt,
                status,
                notBefore,
                failures,
                changed,
                completedAt,
                outputPath,
                error,
                games,
                metrics,
                batch);
    }

    /** What the cluster did to an attempt does not count against its job. */
    private static int cost(Attempt ended) {
        return ended.reason() != null && ended.reason().isInfrastructure() ? 0 : 1;
    }

    private List<Attempt> replaceLast(Attempt attempt) {
        if (attempts.size() == 1) {
            return List.of(attempt);
        }
        List<Attempt> changed = new ArrayList<>(attempts);
        changed.set(changed.size() - 1, attempt);
        return changed;
    }

    /** Without what came later the text is that of the first release: digests are made of it. */
    @Override
    public String toString() {
        return "Job[id="
                + id
                + ", spec="
                + spec
                + ", createdAt="
                + createdAt
                + ", status="
                + status
                + ", notBefore="
                + notBefore
                + ", failures="
                + failures
                + ", attempts="
                + attempts
                + ", completedAt="
                + completedAt
                + ", outputPath="
                + outputPath
                + ", error="
                + error
                + ", games="
                + games
                + ", metrics="
                + metrics
                + (batch == null ? "]" : ", batch=" + batch + "]");
    }
}
