package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Explains by planning: what it says of nodes is what {@link Plan} says of them, and each
 * suggestion is one that a plan has tried. A change means that the job is cancelled and submitted
 * anew, behind those of its priority that wait already; there is no other way to change a job.
 */
public final class Explainer {

    private final ClusterState state;
    private final Instant now;
    private final List<Candidate> nodes;
    private final PlacementPolicy policy;

    public Explainer(
            ClusterState state, Instant now, List<Candidate> nodes, PlacementPolicy policy) {
        this.state = state;
        this.now = now;
        this.nodes = List.copyOf(nodes);
        this.policy = policy;
    }

    /** Explains a job that is in the queue. */
    public Explanation queued(Job job) {
        Plan plan = plan(now);
        int ahead = serveBefore(plan, job);
        JobClass kind = JobClass.of(state, job);
        Spot spot = plan.isDue(job) ? plan.best(job.spec(), kind) : null;
        List<Suggestion> suggestions = new ArrayList<>();
        if (spot == null) {
            if (!plan.isDue(job) && startsAfterBackOff(job, kind)) {
                suggestions.add(Suggestion.until(Objects.requireNonNull(job.notBefore())));
            }
            suggestions.addAll(
                    SingleChanges.of(
                            anew(job.id(), job.spec()),
                            now,
                            node -> startsIfOpen(job, kind, node)));
        }
        return new Explanation(
                spot == null ? null : spot.id(),
                plan.isDue(job) ? null : job.notBefore(),
                ahead,
                state.queue().size(),
                verdicts(plan, job.spec(), kind),
                suggestions);
    }

    /** Explains a job as if it were submitted now. */
    public Explanation planned(JobSpec spec) {
        Anew anew = anew(null, spec);
        JobClass kind = JobClass.of(spec);
        Spot spot = anew.plan().best(spec, kind);
        return new Explanation(
                spot == null ? null : spot.id(),
                null,
                anew.ahead(),
                state.queue().size(),
                verdicts(anew.plan(), spec, kind),
                spot == null
                        ? SingleChanges.of(anew, now, node -> startsIfOpen(spec, node))
                        : List.of());
    }

    private Plan plan(Instant at) {
        return new Plan(state, at, nodes, policy);
    }

    private int serveBefore(Plan plan, Job job) {
        int ahead = 0;
        for (QueueKey key : state.queue().headSet(QueueKey.of(job))) {
            serve(plan, key);
            ahead++;
        }
        return ahead;
    }

    private void serve(Plan plan, QueueKey key) {
        Job job = state.open().get(key.jobId());
        if (job != null) {
            plan.serve(job, Integer.MAX_VALUE);
        }
    }

    private boolean startsIfOpen(Job job, JobClass kind, NodeId node) {
        Plan plan = planWithout(node);
        if (!plan.isDue(job)) {
            return false;
        }
        serveBefore(plan, job);
        return plan.best(job.spec(), kind) != null;
    }

    private boolean startsIfOpen(JobSpec spec, NodeId node) {
        return anew(planWithout(node), null, spec).plan().best(spec, JobClass.of(spec)) != null;
    }

    /** A plan without the cordon of a node. */
    private Plan planWithout(NodeId cordoned) {
        Plan plan = plan(now);
        plan.spots().stream()
                .filter(spot -> spot.id().equals(cordoned))
                .forEach(spot -> spot.open(true));
        return plan;
    }

    private boolean startsAfterBackOff(Job job, JobClass kind) {
        Plan later = plan(Objects.requireNonNull(job.notBefore()));
        serveBefore(later, job);
        return later.best(job.spec(), kind) != null;
    }

    /**
     * The plan at the moment when a job that is submitted now comes to its turn.
     *
     * @param spec the job
     * @param plan what those ahead have left
     * @param ahead how many they are
     * @param lastTaker the job ahead that took the last place which would have done, or null when
     *     there is none
     */
    record Anew(JobSpec spec, Plan plan, int ahead, @Nullable QueueKey lastTaker) {}

    private Anew anew(@Nullable JobId instead, JobSpec spec) {
        return anew(plan(now), instead, spec);
    }

    private Anew anew(Plan plan, @Nullable JobId instead, JobSpec spec) {
        JobClass kind = JobClass.of(spec);
        long turn = virtualMillis(spec.priority());
        int ahead = 0;
        QueueKey lastTaker = null;
        boolean open = plan.best(spec, kind) != null;
        for (QueueKey key : state.queue()) {
            if (key.virtualMillis() > turn) {
                break;
            }
            if (!key.jobId().equals(instead)) {
                serve(plan, key);
                ahead++;
                if (open && plan.best(spec, kind) == null) {
                    lastTaker = key;
                    open = false;
                }
            }
        }
        return new Anew(spec, plan, ahead, lastTaker);
    }

    private long virtualMillis(int priority) {
        return now.toEpochMilli() - priority * QueueKey.POINT.toMillis();
    }

    private List<Explanation.Verdict> verdicts(Plan plan, JobSpec spec, JobClass kind) {
        boolean avoids = plan.avoids(spec, kind);
        List<Explanation.Verdict> verdicts = new ArrayList<>();
        for (Spot spot : plan.spots()) {
            NodeId id = spot.id();
            Obstacle obstacle = plan.obstacle(kind, spec, spot, avoids);
            verdicts.add(
                    new Explanation.Verdict(
                            id,
                            obstacle,
                            obstacle == null ? "could run it" : Sentences.of(obstacle, spec, spot),
                            obstacle == null ? plan.scoreInParts(spec, spot) : null,
                            plan.proficiency(spec).drift(spot)));
        }
        return verdicts;
    }
}
