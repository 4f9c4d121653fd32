package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.CompleteJob;
import io.ringrift.p2p.engine.Command.FailJob;
import io.ringrift.p2p.engine.Command.ReleaseAttempt;
import io.ringrift.p2p.engine.Command.StartJob;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.AttemptReleased;
import io.ringrift.p2p.engine.Event.JobAssigned;
import io.ringrift.p2p.engine.Event.JobCompleted;
import io.ringrift.p2p.engine.Event.JobFailed;
import io.ringrift.p2p.engine.Event.JobRequeued;
import io.ringrift.p2p.engine.Event.JobStarted;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How an attempt is made, reports and ends. Every report is checked against attempt number and
 * token, so that an attempt that was superseded can change nothing.
 */
final class AttemptRules {

    private AttemptRules() {}

    static Decision assign(ClusterState state, AssignJob c) {
        Job job = state.open().get(c.jobId());
        if (job == null || !job.isQueued() || c.attempt() != job.attempts().size() + 1) {
            return new Refused(new Rejection.NotQueued(c.jobId()));
        }
        ClusterNode node = state.nodes().get(c.node());
        if (node == null) {
            return new Refused(new Rejection.UnknownNode(c.node()));
        }
        if (!node.takesWork()) {
            return new Refused(
                    new Rejection.NodeTakesNoWork(
                            node.id(), node.presence(), node.status().cordon() != null));
        }
        if (job.spec().pinnedNode() != null && !job.spec().pinnedNode().equals(c.node())) {
            return new Refused(new Rejection.PinnedElsewhere(job.id(), job.spec().pinnedNode()));
        }
        Resources needed = job.spec().resources();
        if (!needed.fitsIn(node.free()) || node.holds().containsKey(job.id())) {
            return new Refused(new Rejection.DoesNotFit(node.id(), needed, node.free()));
        }
        return Accepted.of(
                new JobAssigned(c.at(), c.jobId(), c.attempt(), c.node(), c.token(), c.epoch()));
    }

    static Decision start(ClusterState state, StartJob c) {
        Job job = state.open().get(c.jobId());
        Attempt attempt = job == null ? null : live(job, c.attempt(), c.token());
        if (attempt == null) {
            return stale(c.jobId(), c.attempt());
        }
        return attempt.startedAt() != null
                ? Accepted.of()
                : Accepted.of(new JobStarted(c.at(), c.jobId()));
    }

    static Decision complete(ClusterState state, CompleteJob c) {
        Job job = state.open().get(c.jobId());
        Attempt attempt = job == null ? null : live(job, c.attempt(), c.token());
        if (attempt == null) {
            return repeatedEnd(state, c.jobId(), c.attempt(), c.token(), ExitReason.DONE);
        }
        JobCompleted completed =
                new JobCompleted(c.at(), c.jobId(), c.outputPath(), c.games(), c.metrics());
        return attempt.startedAt() != null
                ? Accepted.of(completed)
                : Accepted.of(new JobStarted(c.at(), c.jobId()), completed);
    }

    static Decision fail(ClusterState state, FailJob c) {
        Job job = state.open().get(c.jobId());
        if (job == null || live(job, c.attempt(), c.token()) == null) {
            return repeatedEnd(state, c.jobId(), c.attempt(), c.token(), c.reason());
        }
        Policy policy = state.policy();
        int failures = job.failures() + 1;
        return switch (c.reason()) {
            case LOST ->
                    lost(job) + 1 < policy.maxLost()
                            ? requeue(c, null)
                            : giveUp(c, "lost with its node " + policy.maxLost() + " times");
            case PREEMPTED -> requeue(c, null);
            case TRY_AGAIN -> {
                Instant notBefore = c.at().plus(policy.backoff(failures, c.jitterMilli()));
                yield failures < policy.maxAttempts()
                        ? requeue(c, notBefore)
                        : giveUp(c, "asked to be tried again " + policy.maxAttempts() + " times");
            }
            case DONE, FAILED, OOM, TIMEOUT, CANCELLED, REJECTED -> giveUp(c, null);
        };
    }

    /**
     * Frees the place of an attempt whose job has ended or moved on; a live one keeps its place.
     */
    static Decision release(ClusterState state, ReleaseAttempt c) {
        ClusterNode node = state.nodes().get(c.node());
        ClusterNode.Hold hold = node == null ? null : node.holds().get(c.jobId());
        if (hold == null || hold.attempt() != c.attempt() || !hold.token().equals(c.token())) {
            return stale(c.jobId(), c.attempt());
        }
        Job job = state.open().get(c.jobId());
        if (job != null && live(job, c.attempt(), c.token()) != null) {
            return stale(c.jobId(), c.attempt());
        }
        return Accepted.of(new AttemptReleased(c.at(), c.node(), c.jobId()));
    }

    private static Decision requeue(FailJob c, @Nullable Instant notBefore) {
        return Accepted.of(
                new JobRequeued(
                        c.at(), c.jobId(), c.reason(), c.exitCode(), c.message(), notBefore));
    }

    static Decision giveUp(FailJob c, @Nullable String limit) {
        String message = limit == null ? c.message() : limit + "; the last time: " + c.message();
        return Accepted.of(new JobFailed(c.at(), c.jobId(), c.reason(), c.exitCode(), message));
    }

    /** A report that was taken in already is accepted again and changes nothing. */
    private static Decision repeatedEnd(
            ClusterState state, JobId jobId, int number, AttemptToken token, ExitReason reason) {
        Job job = state.job(jobId);
        Attempt attempt =
                job == null || number < 1 || number > job.attempts().size()
                        ? null
                        : job.attempts().get(number - 1);
        boolean known =
                attempt != null && attempt.token().equals(token) && attempt.reason() == reason;
        return known ? Accepted.of() : stale(jobId, number);
    }

    static @Nullable Attempt live(Job job, int number, AttemptToken token) {
        Attempt live = job.liveAttempt();
        return live != null && live.number() == number && live.token().equals(token) ? live : null;
    }

    private static long lost(Job job) {
        return job.attempts().stream().filter(a -> a.reason() == ExitReason.LOST).count();
    }

    static Decision stale(JobId jobId, int attempt) {
        return new Refused(new Rejection.StaleAttempt(jobId, attempt));
    }
}
