package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.NodeProfile.Work;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.engine.Suitability;
import io.ringrift.p2p.engine.SupplyTable;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A round of placement over one picture of the cluster: the queue is served in its order, each job
 * gets the best node that has room, and one that fits nowhere does not hold up those behind it.
 */
public final class Plan {

    /** A job without a name yet. */
    private static final JobId NOBODY = new JobId(new java.util.UUID(0, 0));

    private final ClusterState state;
    private final Instant now;
    private final PlacementPolicy policy;
    private final List<Spot> all;
    private final List<Spot> reachable;
    private final Map<JobClass, Contest> contests = new HashMap<>();
    private final Map<Work, Proficiency> proficiencies = new HashMap<>();

    /**
     * @param now jobs in back-off beyond it are passed over
     * @param nodes every node that the state knows
     */
    public Plan(
            ClusterState state, Instant now, Collection<Candidate> nodes, PlacementPolicy policy) {
        this.state = state;
        this.now = now;
        this.policy = policy;
        List<Candidate> sorted = new ArrayList<>(nodes);
        sorted.sort(Comparator.comparing(one -> one.node().id()));
        this.all = new ArrayList<>(sorted.size());
        this.reachable = new ArrayList<>(sorted.size());
        SupplyTable supplies = new SupplyTable(state);
        for (Candidate candidate : sorted) {
            Spot spot = new Spot(state, candidate, supplies, all.size());
            all.add(spot);
            if (candidate.barrier() == null) {
                reachable.add(spot);
            }
        }
    }

    /**
     * A job and the node it should go to.
     *
     * @param attempt the number of the try, when the job goes there as a whole
     * @param games of the part that goes there, 0 when the whole job does
     */
    public record Assignment(JobId jobId, int attempt, NodeId node, int games) {}

    /** Serves the queue until that many jobs or parts of jobs have a node. */
    public List<Assignment> assign(int most) {
        List<Assignment> assignments = new ArrayList<>();
        for (QueueKey key : state.queue()) {
            if (assignments.size() >= most) {
                break;
            }
            Job job = state.open().get(key.jobId());
            if (job != null) {
                assignments.addAll(serve(job, most - assignments.size()));
            }
        }
        return assignments;
    }

    /**
     * Gives a queued job the best node, or its parts the best nodes one after the other, unless it
     * is not due or there is none.
     *
     * @param most parts to make, at least 1
     */
    List<Assignment> serve(Job job, int most) {
        List<Assignment> served = new ArrayList<>(1);
        int rest = isDue(job) ? job.restGames() : 0;
        JobClass kind = rest > 0 ? JobClass.of(state, job) : null;
        while (kind != null && rest > 0 && served.size() < most) {
            Spot spot = take(job.spec(), kind);
            if (spot == null) {
                break;
            }
            int games = PartSize.of(job.spec(), rest, proficiency(job.spec()).perSecond(spot));
            boolean whole = games == job.spec().numGames();
            served.add(
                    new Assignment(
                            job.id(), job.attempts().size() + 1, spot.id(), whole ? 0 : games));
            rest -= games;
        }
        return served;
    }

    private @Nullable Spot take(JobSpec spec, JobClass kind) {
        Contest contest = contest(spec, kind);
        Spot spot = contest.best();
        if (spot != null) {
            spot.take(spec);
            contest.taken();
        }
        return spot;
    }

    boolean isDue(Job job) {
        return job.notBefore() == null || !job.notBefore().isAfter(now);
    }

    /** The node that a job would get now; nothing is given away. */
    @Nullable Spot best(JobSpec spec, JobClass kind) {
        return contest(spec, kind).best();
    }

    /** Every node, by id, with what this plan has left of it. */
    List<Spot> spots() {
        return all;
    }

    ClusterState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    private Contest contest(JobSpec spec, JobClass kind) {
        Contest known = contests.get(kind);
        if (known == null) {
            known = new Contest(this, spec, kind, proficiency(spec), reachable, avoids(spec, kind));
            contests.put(kind, known);
        }
        return known;
    }

    Proficiency proficiency(JobSpec spec) {
        return proficiencies.computeIfAbsent(
                Work.of(spec), work -> Proficiency.of(work, reachable));
    }

    /** Where a job has failed it goes again only if no other node could ever take it. */
    boolean avoids(JobSpec spec, JobClass kind) {
        if (kind.failedOn().isEmpty()) {
            return false;
        }
        for (Spot spot : reachable) {
            Obstacle obstacle = obstacle(kind, spec, spot, false);
            if (!kind.failedOn().contains(spot.id())
                    && (obstacle == null || obstacle.isPassing())) {
                return true;
            }
        }
        return false;
    }

    /** The first rule that keeps a job off a node, or null when none does. */
    @Nullable Obstacle obstacle(JobClass kind, JobSpec spec, Spot spot, boolean avoids) {
        if (spot.candidate().barrier() != null) {
            return spot.candidate().barrier();
        }
        JobId id = kind.stopping() == null ? NOBODY : kind.stopping();
        Obstacle obstacle = Suitability.obstacle(id, spec, spot);
        return obstacle == null && avoids && kind.failedOn().contains(spot.id())
                ? Obstacle.FAILED_THERE
                : obstacle;
    }

    double score(JobSpec spec, Spot spot, Proficiency proficiency) {
        return Score.total(
                Score.speed(spec, spot, proficiency, policy),
                spot.candidate().load(),
                Score.fill(spec, spot, policy),
                Score.isRecent(spot, proficiency, now));
    }

    Score scoreInParts(JobSpec spec, Spot spot) {
        Proficiency proficiency = proficiency(spec);
        return new Score(
                Score.speed(spec, spot, proficiency, policy),
                spot.candidate().load(),
                Score.fill(spec, spot, policy),
                Score.isRecent(spot, proficiency, now));
    }
}
