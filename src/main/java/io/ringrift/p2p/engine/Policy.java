package io.ringrift.p2p.engine;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The thresholds that {@code decide} uses and the limits of the state, in one place. They are part
 * of the state: replicas with different environments must not decide differently.
 *
 * @param maxOpenJobs jobs not yet final; more are refused with {@link Rejection.TooManyOpenJobs}
 * @param maxAttempts attempts that may fail with "try again" before the job fails
 * @param maxLost attempts that may be lost with their node before the job fails
 * @param backoffBase longest wait after the first failure; doubles with each further one
 * @param backoffMax longest wait of all
 * @param keepKeys how long an idempotency key is remembered, at least 24 h
 * @param keepFinishedFor how long a finished job is kept
 * @param keepFinished how many finished jobs are kept at most, the oldest go first
 * @param nodes what holds for nodes where it is not {@link NodePolicy#DEFAULT}; see {@link
 *     #nodeRules()}
 */
public record Policy(
        int maxOpenJobs,
        int maxAttempts,
        int maxLost,
        Duration backoffBase,
        Duration backoffMax,
        Duration keepKeys,
        Duration keepFinishedFor,
        int keepFinished,
        @Nullable NodePolicy nodes) {

    public static final Policy DEFAULT =
            new Policy(
                    200_000,
                    3,
                    5,
                    Duration.ofSeconds(10),
                    Duration.ofMinutes(10),
                    Duration.ofHours(24),
                    Duration.ofDays(30),
                    1_000_000,
                    null);

    /** The default is left out, so that states of earlier releases read and digest as they did. */
    public Policy {
        nodes = NodePolicy.DEFAULT.equals(nodes) ? null : nodes;
    }

    /** What holds for nodes. */
    public NodePolicy nodeRules() {
        return nodes == null ? NodePolicy.DEFAULT : nodes;
    }

    /** Nodes that may be lost while they run a job before it is left alone. */
    public static final int CRASH_LIMIT = 2;

    /** Files in the catalogue: some 100 MB of memory, and many small files belong into shards. */
    public static final int MAX_FILES = 200_000;

    /**
     * Rows that one {@link Command.Sweep} removes at most, so that no entry takes long to apply.
     */
    public static final int SWEEP_BATCH = 1_000;

    /** Finished jobs that one {@link Command.Sweep} looks at to find them. */
    public static final int SWEEP_LOOK = 20 * SWEEP_BATCH;

    /**
     * The wait before the next attempt: exponential back-off with full jitter (M. Brooker,
     * "Exponential Backoff And Jitter", AWS Architecture Blog, 2015).
     *
     * @param failures counted failures so far, at least 1
     * @param jitterMilli drawn by the leader, 0 to 1,000 thousandths of the longest wait
     */
    public Duration backoff(int failures, int jitterMilli) {
        Duration longest = backoffBase;
        for (int i = 1; i < Math.min(failures, 64) && longest.compareTo(backoffMax) < 0; i++) {
            longest = longest.multipliedBy(2);
        }
        longest = longest.compareTo(backoffMax) < 0 ? longest : backoffMax;
        return longest.multipliedBy(Math.clamp(jitterMilli, 0, 1_000))
                .dividedBy(1_000)
                .truncatedTo(ChronoUnit.MILLIS);
    }

    /** Without what has its default, since the text goes into {@link StateHash}. */
    @Override
    public String toString() {
        return "Policy[maxOpenJobs="
                + maxOpenJobs
                + ", maxAttempts="
                + maxAttempts
                + ", maxLost="
                + maxLost
                + ", backoffBase="
                + backoffBase
                + ", backoffMax="
                + backoffMax
                + ", keepKeys="
                + keepKeys
                + ", keepFinishedFor="
                + keepFinishedFor
                + ", keepFinished="
                + keepFinished
                + (nodes == null ? "]" : ", nodes=" + nodes + "]");
    }
}
