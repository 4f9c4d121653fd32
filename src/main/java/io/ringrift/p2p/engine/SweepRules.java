package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.PurgeDeadLetter;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.JobsForgotten;
import io.ringrift.p2p.engine.Event.KeysForgotten;
import io.ringrift.p2p.engine.Event.NodesForgotten;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** What is forgotten, in bounded portions, oldest first. */
final class SweepRules {

    private SweepRules() {}

    static Decision sweep(ClusterState state, Sweep c) {
        List<Event> events = new ArrayList<>();
        List<JobId> keys = oldKeys(state, c.at());
        if (!keys.isEmpty()) {
            events.add(new KeysForgotten(keys));
        }
        List<JobId> jobs = oldJobs(state, c.at());
        if (!jobs.isEmpty()) {
            events.add(new JobsForgotten(jobs));
        }
        List<NodeId> nodes = goneNodes(state, c.at());
        if (!nodes.isEmpty()) {
            events.add(new NodesForgotten(nodes));
        }
        return new Accepted(events);
    }

    /** A dead letter goes with its key: a repeat of that request is a new job. */
    static Decision purge(ClusterState state, PurgeDeadLetter c) {
        Job job = state.job(c.jobId());
        if (job == null) {
            return new Refused(new Rejection.UnknownJob(c.jobId()));
        }
        if (!job.isDeadLetter()) {
            return new Refused(new Rejection.NotADeadLetter(c.jobId(), job.status()));
        }
        NodeId holder = holder(state, job);
        if (holder != null) {
            return new Refused(new Rejection.StillHeld(c.jobId(), holder));
        }
        JobsForgotten forgotten = new JobsForgotten(List.of(c.jobId()));
        return state.keysByAge().containsKey(c.jobId())
                ? Accepted.of(new KeysForgotten(List.of(c.jobId())), forgotten)
                : Accepted.of(forgotten);
    }

    /**
     * A node that is gone, holds nothing and is not cordoned: a broken machine that comes back much
     * later must not find its cordon forgotten. The nodes are as many as {@link
     * NodePolicy#maxNodes()} at most.
     */
    private static List<NodeId> goneNodes(ClusterState state, Instant now) {
        Instant limit = now.minus(state.policy().nodeRules().keepGoneFor());
        List<NodeId> gone = new ArrayList<>();
        for (ClusterNode node : state.nodes().values()) {
            NodeStatus status = node.status();
            boolean mayGo =
                    status.presence() == Presence.RETIRED
                            || (status.presence() != Presence.PRESENT && status.cordon() == null);
            if (mayGo
                    && node.holds().isEmpty()
                    && status.since() != null
                    && !status.since().isAfter(limit)
                    && gone.size() < Policy.SWEEP_BATCH) {
                gone.add(node.id());
            }
        }
        return gone;
    }

    private static List<JobId> oldKeys(ClusterState state, Instant now) {
        Instant limit = now.minus(state.policy().keepKeys());
        List<JobId> old = new ArrayList<>();
        for (Map.Entry<JobId, IdempotencyKey> entry : state.keysByAge().entrySet()) {
            Submission submission = state.keys().get(entry.getValue());
            if (old.size() == Policy.SWEEP_BATCH
                    || (submission != null && submission.at().isAfter(limit))) {
                break;
            }
            old.add(entry.getKey());
        }
        return old;
    }

    /**
     * A job whose key is still remembered is kept as long as the key, or a repeat would find
     * nothing. Ids sort by creation: behind a job that was created after the limit none is too old,
     * but behind one that ran for long there may be.
     */
    private static List<JobId> oldJobs(ClusterState state, Instant now) {
        Instant limit = now.minus(state.policy().keepFinishedFor());
        int surplus = state.finished().size() - state.policy().keepFinished();
        List<JobId> old = new ArrayList<>();
        int looked = 0;
        KeyedJobs keyed = new KeyedJobs(state.keysByAge().keySet().iterator());
        for (Job job : state.finished().values()) {
            boolean tooMany = old.size() < surplus;
            if (looked++ == Policy.SWEEP_LOOK
                    || old.size() == Policy.SWEEP_BATCH
                    || (!tooMany && job.createdAt().isAfter(limit))) {
                break;
            }
            boolean tooOld = job.completedAt() != null && !job.completedAt().isAfter(limit);
            if ((tooMany || tooOld) && !keyed.contains(job.id()) && !holds(state, job)) {
                old.add(job.id());
            }
        }
        return old;
    }

    /**
     * Whether a job that was stopped still takes a place: nobody has seen its process end, and a
     * new job must not meet the hold of a forgotten one.
     */
    private static boolean holds(ClusterState state, Job job) {
        return holder(state, job) != null;
    }

    private static @Nullable NodeId holder(ClusterState state, Job job) {
        for (Attempt attempt : job.attempts()) {
            ClusterNode node = state.nodes().get(attempt.node());
            if (node != null && node.holds().containsKey(job.id())) {
                return node.id();
            }
        }
        return null;
    }

    /**
     * Walks the jobs with keys beside the finished ones: both are sorted, so no look-up is needed.
     */
    private static final class KeyedJobs {

        private final Iterator<JobId> rest;
        private @Nullable JobId next;

        KeyedJobs(Iterator<JobId> sorted) {
            this.rest = sorted;
            this.next = sorted.hasNext() ? sorted.next() : null;
        }

        /** Whether the job has a key; ask in ascending order. */
        boolean contains(JobId id) {
            while (next != null && next.compareTo(id) < 0) {
                next = rest.hasNext() ? rest.next() : null;
            }
            return id.equals(next);
        }
    }
}
