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
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * How an attempt is made, reports and ends. Every report is checked against attempt number and
 * token, so that an attempt that was superseded can change nothing.
 */
final class AttemptRules {

    private AttemptRules() {}

    static Decision assign(ClusterState state, AssignJob c) {
        Job job = state.open().get(c.jobId());
        if (job == null
                || !job.isQueued()
                || job.batch() != null
                || c.attempt() != job.attempts().size() + 1) {
            return new Refused(new Rejection.NotQueued(c.jobId()));
        }
        ClusterNode node = state.nodes().get(c.node());
        if (node == null) {
            return new Refused(new Rejection.UnknownNode(c.node()));
        }
        Obstacle obstacle =
                Suitability.obstacle(job.id(), job.spec(), Suitability.place(state, node));
        return obstacle != null
                ? new Refused(refusal(job.id(), job.spec(), node, obstacle))
                : Accepted.of(
                        new JobAssigned(
                                c.at(), c.jobId(), c.attempt(), c.node(), c.token(), c.epoch()));
    }

    static Rejection refusal(JobId id, JobSpec spec, ClusterNode node, Obstacle obstacle) {
        NodeId pinned = spec.pinnedNode();
        return switch (obstacle) {
            case PINNED_ELSEWHERE ->
                    new Rejection.PinnedElsewhere(id, Objects.requireNonNull(pinned));
            case GPUS, CPUS, MEMORY, DISK, STILL_STOPPING -> doesNotFit(spec, node);
            case GPUS_TAKEN, CPUS_TAKEN, MEMORY_TAKEN, DISK_TAKEN -> doesNotFit(spec, node);
            case CORDONED ->
                    new Rejection.NodeTakesNoWork(
                            node.id(), node.presence(), node.status().cordon() != null);
            case OFFLINE, UNHEALTHY, IMPAIRED, OVERLOADED, LABELS ->
                    new Rejection.NotSuitable(node.id(), obstacle);
            case GPU_MODEL, GPU_MEMORY, HELD_EXCLUSIVELY, NOT_EMPTY, DATA_MISSING, FAILED_THERE ->
                    new Rejection.NotSuitable(node.id(), obstacle);
        };
    }

    private static Rejection doesNotFit(JobSpec spec, ClusterNode node) {
        return new Rejection.DoesNotFit(node.id(), spec.resources(), node.free());
    }

    static Decision start(ClusterState state, StartJob c) {
        Job job = state.open().get(c.jobId());
        Attempt attempt = job == null ? null : live(job, c.attempt(), c.token());
        if (attempt == null) {
            return stale(c.jobId(), c.attempt());
        }
        return attempt.startedAt() != null
                ? Accepted.of()
                : Accepted.of(started(c.at(), c.jobId(), attempt));
    }

    static Decision complete(ClusterState state, CompleteJob c) {
        Job job = state.open().get(c.jobId());
        Attempt attempt = job == null ? null : live(job, c.attempt(), c.token());
        if (attempt == null) {
            return repeatedEnd(state, c.jobId(), c.attempt(), c.token(), ExitReason.DONE);
        }
        JobCompleted completed =
                new JobCompleted(
                        c.at(),
                        c.jobId(),
                        attempt.number(),
                        attempt.node(),
                        c.outputPath(),
                        c.games(),
                        c.metrics());
        return attempt.startedAt() != null
                ? Accepted.of(completed)
                : Accepted.of(started(c.at(), c.jobId(), attempt), completed);
    }

    static Decision fail(ClusterState state, FailJob c) {
        Job job = state.open().get(c.jobId());
        Attempt attempt = job == null ? null : live(job, c.attempt(), c.token());
        if (job == null || attempt == null) {
            return repeatedEnd(state, c.jobId(), c.attempt(), c.token(), c.reason());
        }
        Policy policy = state.policy();
        int failures = job.failures() + 1;
        if (RulesVersion.havePlacement(state) && c.reason().isInfrastructure()) {
            return infrastructure(state, job, attempt, c);
        }
        return switch (c.reason()) {
            case LOST ->
                    lost(job) + 1 < policy.maxLost()
                            ? requeue(c, attempt, null)
                            : giveUp(
                                    c,
                                    attempt,
                                    "lost with its node " + policy.maxLost() + " times");
            case PREEMPTED -> requeue(c, attempt, null);
            case TRY_AGAIN -> {
                Instant notBefore = c.at().plus(policy.backoff(failures, c.jitterMilli()));
                yield failures < policy.maxAttempts()
                        ? requeue(c, attempt, notBefore)
                        : giveUp(
                                c,
                                attempt,
                                "asked to be tried again " + policy.maxAttempts() + " times");
            }
            case DONE, FAILED, OOM, TIMEOUT, CANCELLED, REJECTED, STALLED ->
                    giveUp(c, attempt, null);
        };
    }

    /**
     * Ends that are the cluster's fault cost the job no attempt and wait for nothing; placement
     * keeps it off the node. They have limits of their own, or a job that kills its nodes would
     * have them all.
     */
    private static Decision infrastructure(
            ClusterState state, Job job, Attempt attempt, FailJob c) {
        if (c.reason() == ExitReason.PREEMPTED) {
            return requeue(c, attempt, null);
        }
        if (c.reason() == ExitReason.REJECTED) {
            return couldRunElsewhere(state, job)
                    ? requeue(c, attempt, null)
                    : giveUp(c, attempt, null);
        }
        Set<NodeId> crashed = crashedNodes(job, c.reason());
        if (crashed.size() >= Policy.CRASH_LIMIT) {
            return giveUp(
                    c, attempt, "dead letter: nodes " + crashed + " were lost while they ran it");
        }
        int limit = state.policy().maxLost();
        long ends = job.attempts().stream().filter(AttemptRules::isLostOrStalled).count() + 1;
        return ends < limit
                ? requeue(c, attempt, null)
                : giveUp(c, attempt, "dead letter: lost or stalled " + limit + " times");
    }

    private static boolean isLostOrStalled(Attempt attempt) {
        return attempt.reason() == ExitReason.LOST || attempt.reason() == ExitReason.STALLED;
    }

    /** Nodes that went away while they ran it, the present one included. */
    private static Set<NodeId> crashedNodes(Job job, ExitReason now) {
        Set<NodeId> nodes = new TreeSet<>();
        for (Attempt attempt : job.attempts()) {
            ExitReason reason = attempt.isLive() ? now : attempt.reason();
            if (reason == ExitReason.LOST && attempt.startedAt() != null) {
                nodes.add(attempt.node());
            }
        }
        return nodes;
    }

    /** Whether a node that has not had the job yet is such that it could run it. */
    private static boolean couldRunElsewhere(ClusterState state, Job job) {
        Set<NodeId> had = new TreeSet<>();
        job.attempts().forEach(attempt -> had.add(attempt.node()));
        SupplyTable supplies = new SupplyTable(state);
        for (ClusterNode node : state.nodes().values()) {
            Obstacle obstacle =
                    had.contains(node.id())
                            ? Obstacle.FAILED_THERE
                            : Suitability.obstacle(
                                    job.id(), job.spec(), Suitability.place(state, node, supplies));
            if (obstacle == null || obstacle.isPassing()) {
                return true;
            }
        }
        return false;
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
        return Accepted.of(new AttemptReleased(c.at(), c.node(), c.jobId(), c.attempt()));
    }

    private static JobStarted started(Instant at, JobId job, Attempt attempt) {
        return new JobStarted(at, job, attempt.number(), attempt.node());
    }

    private static Decision requeue(FailJob c, Attempt attempt, @Nullable Instant notBefore) {
        return Accepted.of(
                new JobRequeued(
                        c.at(),
                        c.jobId(),
                        attempt.number(),
                        attempt.node(),
                        c.reason(),
                        c.exitCode(),
                        c.message(),
                        notBefore));
    }

    static Decision giveUp(FailJob c, Attempt attempt, @Nullable String limit) {
        String message = limit == null ? c.message() : limit + "; the last time: " + c.message();
        return Accepted.of(
                new JobFailed(
                        c.at(),
                        c.jobId(),
                        attempt.number(),
                        attempt.node(),
                        c.reason(),
                        c.exitCode(),
                        message));
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
