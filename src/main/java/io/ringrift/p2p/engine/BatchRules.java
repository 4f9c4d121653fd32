package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AssignPart;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.BatchCompleted;
import io.ringrift.p2p.engine.Event.BatchFailed;
import io.ringrift.p2p.engine.Event.JobAssigned;
import io.ringrift.p2p.engine.Event.JobCancelled;
import io.ringrift.p2p.engine.Event.JobCompleted;
import io.ringrift.p2p.engine.Event.JobFailed;
import io.ringrift.p2p.engine.Event.PartMade;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Batch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Jobs that are done in parts. A part lives as any job does; what becomes of the whole follows in
 * the same step in which a part ends.
 */
final class BatchRules {

    private BatchRules() {}

    static Decision assign(ClusterState state, AssignPart c) {
        Job whole = state.open().get(c.jobId());
        if (whole == null
                || !whole.isQueued()
                || !whole.spec().isDivisible()
                || c.games() < 1
                || c.games() > whole.restGames()) {
            return new Refused(new Rejection.NotQueued(c.jobId()));
        }
        if (state.job(c.part()) != null) {
            return new Refused(new Rejection.DuplicateJob(c.part()));
        }
        int limit = state.policy().maxOpenJobs();
        if (state.open().size() >= limit) {
            return new Refused(new Rejection.TooManyOpenJobs(limit));
        }
        ClusterNode node = state.nodes().get(c.node());
        if (node == null) {
            return new Refused(new Rejection.UnknownNode(c.node()));
        }
        JobSpec spec = whole.spec().part(c.jobId(), c.games());
        Obstacle obstacle = Suitability.obstacle(c.part(), spec, Suitability.place(state, node));
        return obstacle != null
                ? new Refused(AttemptRules.refusal(c.part(), spec, node, obstacle))
                : Accepted.of(
                        new PartMade(c.at(), c.jobId(), c.part(), c.games()),
                        new JobAssigned(c.at(), c.part(), 1, c.node(), c.token(), c.epoch()));
    }

    /** What follows for the whole when a decision ends a part. */
    static Decision followed(ClusterState state, Decision decision) {
        if (!(decision instanceof Accepted(var events)) || events.isEmpty()) {
            return decision;
        }
        return switch (events.getLast()) {
            case JobCompleted e -> after(decision, counted(state, e));
            case JobFailed e -> after(decision, failed(state, e));
            default -> decision;
        };
    }

    private static Decision after(Decision decision, List<Event> more) {
        if (more.isEmpty() || !(decision instanceof Accepted(var events))) {
            return decision;
        }
        List<Event> all = new ArrayList<>(events);
        all.addAll(more);
        return new Accepted(all);
    }

    private static List<Event> counted(ClusterState state, JobCompleted e) {
        Job whole = whole(state, e.jobId());
        Batch batch = whole == null ? null : whole.batch();
        if (whole == null || batch == null || whole.restGames() > 0 || batch.live() > 1) {
            return List.of();
        }
        return List.of(
                new BatchCompleted(
                        e.at(), whole.id(), batch.ended(e.games()).doneGames(), batch.parts()));
    }

    private static List<Event> failed(ClusterState state, JobFailed e) {
        Job whole = whole(state, e.jobId());
        if (whole == null) {
            return List.of();
        }
        List<Event> events = cancelled(state, whole.id(), e.jobId(), e.at());
        events.add(new BatchFailed(e.at(), whole.id(), e.jobId(), e.message()));
        return events;
    }

    private static @Nullable Job whole(ClusterState state, JobId part) {
        Job job = state.open().get(part);
        JobId whole = job == null ? null : job.spec().partOf();
        return whole == null ? null : state.open().get(whole);
    }

    /**
     * Ends every part of a job that has not ended. A part's id is younger than its whole's, and
     * there are at most as many open jobs as {@link Policy#maxOpenJobs()}.
     *
     * @param but one that has its end already, if there is one
     */
    static List<Event> cancelled(ClusterState state, JobId whole, @Nullable JobId but, Instant at) {
        List<Event> events = new ArrayList<>();
        for (Job job : state.open().values()) {
            if (whole.equals(job.spec().partOf()) && !job.id().equals(but)) {
                events.add(cancelled(job, at));
            }
        }
        return events;
    }

    static JobCancelled cancelled(Job job, Instant at) {
        Attempt live = job.liveAttempt();
        return new JobCancelled(
                at,
                job.id(),
                live == null ? null : live.number(),
                live == null ? null : live.node());
    }
}
