package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Event.JobCompleted;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What quarantines do to the ledgers: games that are in one are not counted, models that may have
 * learned from them are marked, and matches that were played there do not speak for a candidate.
 */
final class TaintEvolution {

    private TaintEvolution() {}

    /** Results of one config that change sides. */
    private static final class Change {
        private long games;
        private long fresh;
        private long ofRun;
        private final Set<Integer> generations = new TreeSet<>();
    }

    static ClusterState ordered(ClusterState state, Quarantine one) {
        Quarantines others = state.training().quarantines();
        return state.withTraining(
                recounted(state, state.training().with(others.plus(one)), one, others, true));
    }

    static ClusterState lifted(ClusterState state, int number) {
        Quarantine one = state.training().quarantines().active().get(number);
        if (one == null) {
            return state;
        }
        Quarantines others = state.training().quarantines().minus(number);
        return state.withTraining(
                recounted(state, state.training().with(others), one, others, false));
    }

    /**
     * Counts anew what a quarantine changes; walks all results once.
     *
     * @param now with or without it, as it is from now on
     * @param others that are in force besides
     */
    private static Training recounted(
            ClusterState state, Training now, Quarantine one, Quarantines others, boolean taints) {
        DataScope scope = one.scope();
        Map<String, Change> changes = changes(now, scope, others);
        Training next = now;
        for (Ledger ledger : now.ledgers().values()) {
            if (scope.configKey() == null || scope.configKey().equals(ledger.configKey())) {
                Change change = changes.getOrDefault(ledger.configKey(), new Change());
                Ledger counted =
                        taints
                                ? marked(state, tainted(ledger, change), change, one)
                                : unmarked(cleared(ledger, change), one.number());
                Ledger tested = tested(now, counted);
                next = tested.equals(ledger) ? next : next.with(tested);
            }
        }
        return next;
    }

    private static Map<String, Change> changes(Training now, DataScope scope, Quarantines others) {
        Map<String, Change> changes = new HashMap<>();
        for (GameResult result : now.results().values()) {
            if (result.isOf(scope)) {
                Change change = changes.computeIfAbsent(result.configKey(), _ -> new Change());
                change.generations.add(result.generation());
                if (!others.cover(result)) {
                    add(change, now.ledger(result.configKey()), result);
                }
            }
        }
        return changes;
    }

    private static void add(Change change, Ledger ledger, GameResult result) {
        TrainingRun run = ledger.run();
        change.games = plus(change.games, result.games());
        if (result.generation() > ledger.games().learned()) {
            change.fresh = plus(change.fresh, result.games());
            if (run != null && result.generation() <= run.generation()) {
                change.ofRun = plus(change.ofRun, result.games());
            }
        }
    }

    private static long plus(long sum, long more) {
        return sum + more < 0 ? Long.MAX_VALUE : sum + more;
    }

    private static Ledger tainted(Ledger ledger, Change change) {
        TrainingRun run = ledger.run();
        return ledger.with(ledger.games().tainted(change.games, change.fresh))
                .running(run == null ? null : run.with(Math.max(0, run.games() - change.ofRun)));
    }

    private static Ledger cleared(Ledger ledger, Change change) {
        TrainingRun run = ledger.run();
        return ledger.with(ledger.games().cleared(change.games, change.fresh))
                .running(run == null ? null : run.with(plus(run.games(), change.ofRun)));
    }

    /** A training that has not started yet gets only what is clean then. */
    private static Ledger marked(ClusterState state, Ledger ledger, Change change, Quarantine one) {
        TrainingRun run = ledger.run();
        if (run != null
                && hasStarted(state, run)
                && change.generations.stream().anyMatch(run::learnsFrom)) {
            run = run.with(with(run.taints(), one.number()));
        }
        return ledger.running(run)
                .with(
                        ledger.lineage()
                                .marked(
                                        version ->
                                                isTouched(ledger, version, change, one.scope())
                                                        ? version.with(
                                                                with(
                                                                        version.taints(),
                                                                        one.number()))
                                                        : version));
    }

    private static boolean hasStarted(ClusterState state, TrainingRun run) {
        Job job = state.job(run.job());
        return run.completedAt() != null || (job != null && !job.attempts().isEmpty());
    }

    private static boolean isTouched(
            Ledger ledger, ModelVersion version, Change change, DataScope scope) {
        ModelVersion.Origin origin = version.origin();
        return change.generations.stream().anyMatch(version::learnedFrom)
                || (origin != null
                        && scope.covers(
                                origin.node(), ledger.configKey(), null, origin.trainedAt()));
    }

    private static List<Integer> with(List<Integer> numbers, int one) {
        List<Integer> more = new ArrayList<>(numbers);
        more.add(one);
        return more;
    }

    private static Ledger unmarked(Ledger ledger, int number) {
        TrainingRun run = ledger.run();
        return ledger.running(run == null ? null : run.with(without(run.taints(), number)))
                .with(
                        ledger.lineage()
                                .marked(
                                        version ->
                                                version.taints().contains(number)
                                                        ? version.with(
                                                                without(version.taints(), number))
                                                        : version));
    }

    private static List<Integer> without(List<Integer> numbers, int one) {
        return numbers.stream().filter(number -> number != one).toList();
    }

    /** The candidate's score without the matches that are in quarantine. */
    private static Ledger tested(Training now, Ledger ledger) {
        Trial trial = ledger.trial();
        if (trial == null || !trial.knowsItsGames()) {
            return ledger;
        }
        MatchScore score = MatchScore.NONE;
        for (JobId job : trial.counted()) {
            MatchResult match = now.matches().get(job);
            if (match != null && !now.quarantines().cover(match)) {
                score = score.plus(match.score());
            }
        }
        return ledger.testing(trial.with(score));
    }

    /** Games of a self-play job are counted, unless they are in quarantine. */
    static Training landed(Training now, Job job, JobCompleted e) {
        Ledger ledger = now.ledger(job.spec().configKey());
        GameResult result =
                new GameResult(
                        ledger.configKey(),
                        e.node(),
                        model(ledger, job.spec()),
                        e.games(),
                        ledger.games().generation() + 1,
                        e.at());
        GameCount games = ledger.games();
        Training next =
                now.with(
                        ledger.with(
                                now.quarantines().cover(result)
                                        ? games.landedTainted(e.games())
                                        : games.landed(e.games(), e.at())));
        TreePMap<JobId, GameResult> results = now.results().plus(job.id(), result);
        return results.size() > Training.MAX_RESULTS
                ? forgotten(next, results)
                : next.with(results);
    }

    /** What is in quarantine when its origin is forgotten stays out for good. */
    private static Training forgotten(Training now, TreePMap<JobId, GameResult> results) {
        GameResult oldest = results.firstEntry().getValue();
        Training next = now.with(results.minus(results.firstKey()));
        Ledger ledger = next.ledger(oldest.configKey());
        return now.quarantines().cover(oldest)
                ? next.with(ledger.with(ledger.games().forgot(oldest.games())))
                : next;
    }

    /** The model that plays, or that learns: the one file that the job needs by its digest. */
    static @Nullable Sha256 model(Ledger ledger, JobSpec spec) {
        if (spec.needs() == null || spec.needs().digests().size() != 1) {
            return null;
        }
        Sha256 model = spec.needs().digests().getFirst();
        // A name that the state knows already is kept once, not once per result.
        return model.equals(ledger.lineage().champion()) ? ledger.lineage().champion() : model;
    }

    /**
     * The oldest generation of data that a training learns from which begins now: the one in which
     * the newest games end that its program is to take.
     */
    static int firstGeneration(Training training, Ledger ledger) {
        long left = training.policy(ledger).windowGames();
        if (left == 0) {
            return 1;
        }
        for (GameResult result : training.results().descendingMap().values()) {
            if (result.configKey().equals(ledger.configKey())
                    && !training.quarantines().cover(result)) {
                left -= result.games();
                if (left <= 0) {
                    return result.generation();
                }
            }
        }
        return 1;
    }
}
