package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Event.JobCompleted;
import io.ringrift.p2p.engine.TrainingEvent.CandidateRegistered;
import io.ringrift.p2p.engine.TrainingEvent.ChampionChosen;
import io.ringrift.p2p.engine.TrainingEvent.DataQuarantined;
import io.ringrift.p2p.engine.TrainingEvent.MatchFailed;
import io.ringrift.p2p.engine.TrainingEvent.MatchOrdered;
import io.ringrift.p2p.engine.TrainingEvent.MatchRecorded;
import io.ringrift.p2p.engine.TrainingEvent.ModelPromoted;
import io.ringrift.p2p.engine.TrainingEvent.ModelRejected;
import io.ringrift.p2p.engine.TrainingEvent.QuarantineLifted;
import io.ringrift.p2p.engine.TrainingEvent.ShadowDecided;
import io.ringrift.p2p.engine.TrainingEvent.ShadowPolicySet;
import io.ringrift.p2p.engine.TrainingEvent.TrainingBroughtNothing;
import io.ringrift.p2p.engine.TrainingEvent.TrainingConfigured;
import io.ringrift.p2p.engine.TrainingEvent.TrainingDecided;
import io.ringrift.p2p.engine.TrainingEvent.TrainingPaused;
import io.ringrift.p2p.engine.TrainingEvent.TrainingPolicySet;
import io.ringrift.p2p.engine.TrainingEvent.TrainingResumed;
import io.ringrift.p2p.engine.TrainingEvent.TrainingTriggered;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What happens to ledgers. */
final class TrainingEvolution {

    private TrainingEvolution() {}

    static ClusterState evolve(ClusterState state, TrainingEvent event) {
        Training now = state.training();
        return switch (event) {
            case DataQuarantined e -> TaintEvolution.ordered(state, e.quarantine());
            case QuarantineLifted e -> TaintEvolution.lifted(state, e.number());
            case TrainingConfigured e -> state.withTraining(now.configured(e.policy()));
            case TrainingPolicySet e ->
                    state.withTraining(
                            e.configKey() == null
                                    ? now.with(now.general().with(e.policy()))
                                    : now.with(steered(now.ledger(e.configKey()), e)));
            case ShadowPolicySet e ->
                    state.withTraining(
                            e.configKey() == null
                                    ? now.with(now.general().shadowed(e.policy()))
                                    : now.with(shadowed(now.ledger(e.configKey()), e)));
            case MatchRecorded e -> state.withTraining(recorded(now, e));
            case TrainingEvent.OfConfig e ->
                    state.withTraining(now.with(evolve(now, now.ledger(e.configKey()), e)));
        };
    }

    private static Ledger steered(Ledger ledger, TrainingPolicySet e) {
        return ledger.with(ledger.steering().with(e.policy()));
    }

    private static Ledger shadowed(Ledger ledger, ShadowPolicySet e) {
        return ledger.with(ledger.steering().shadowed(e.policy()));
    }

    private static Ledger evolve(Training now, Ledger ledger, TrainingEvent.OfConfig event) {
        return switch (event) {
            case TrainingPaused e -> ledger.with(ledger.steering().paused(e.mandate()));
            case TrainingResumed _ -> ledger.with(ledger.steering().paused(null));
            case TrainingDecided e -> ledger.decided(e.decision());
            case ShadowDecided e -> ledger.shadowed(e.decision());
            case TrainingTriggered e ->
                    ledger.with(ledger.games().triggered(e.generation()))
                            .running(
                                    new TrainingRun(
                                            e.jobId(),
                                            e.generation(),
                                            e.at(),
                                            e.games(),
                                            e.champion(),
                                            null,
                                            TaintEvolution.firstGeneration(now, ledger),
                                            e.byHand(),
                                            List.of()));
            case TrainingBroughtNothing e -> ended(ledger, e.at());
            case CandidateRegistered e -> registered(now, ledger, e);
            case MatchOrdered e -> ordered(ledger, e);
            case MatchRecorded e -> counted(ledger, e);
            case MatchFailed e ->
                    ledger.trial() == null
                            ? ledger
                            : ledger.testing(ledger.trial().failed(e.jobId(), e.reason()));
            case ModelPromoted e -> promoted(ledger, e);
            case ModelRejected e -> rejected(ledger, e);
            case ChampionChosen e -> chosen(ledger, e);
        };
    }

    private static Ledger registered(Training now, Ledger ledger, CandidateRegistered e) {
        TrainingRun run = ledger.run();
        ModelVersion candidate =
                new ModelVersion(
                        ledger.lineage().candidates() + 1,
                        e.file(),
                        run == null ? null : run.parent(),
                        e.jobId(),
                        run == null ? 0 : run.generation(),
                        e.at(),
                        ModelVersion.Status.CANDIDATE,
                        null,
                        null,
                        ledger.lineage().champion(),
                        MatchScore.NONE,
                        e.origin(),
                        taints(now, ledger, e));
        return ledger.running(null)
                .with(ledger.lineage().plus(candidate))
                .testing(Trial.of(e.file(), ledger.lineage().champion()));
    }

    /** Those of its training, and those of what its node made. */
    private static List<Integer> taints(Training now, Ledger ledger, CandidateRegistered e) {
        ModelVersion.Origin origin = e.origin();
        Set<Integer> taints = new TreeSet<>();
        if (ledger.run() != null) {
            taints.addAll(ledger.run().taints());
        }
        for (Quarantine one : now.quarantines().active().values()) {
            if (origin != null
                    && one.scope().covers(origin.node(), e.configKey(), null, origin.trainedAt())) {
                taints.add(one.number());
            }
        }
        return List.copyOf(taints);
    }

    private static Ledger ordered(Ledger ledger, MatchOrdered e) {
        return ledger.trial() == null
                ? ledger
                : ledger.testing(ledger.trial().ordered(e.jobId(), e.games()));
    }

    private static Training recorded(Training now, MatchRecorded e) {
        return now.with(counted(now.ledger(e.configKey()), e))
                .with(
                        e.jobId(),
                        new MatchResult(
                                e.configKey(),
                                e.candidate(),
                                e.baseline(),
                                e.score(),
                                e.node(),
                                e.at()));
    }

    private static Ledger counted(Ledger ledger, MatchRecorded e) {
        return ledger.trial() == null
                ? ledger
                : ledger.testing(ledger.trial().counted(e.jobId(), e.score()));
    }

    private static Ledger promoted(Ledger ledger, ModelPromoted e) {
        ModelVersion candidate = ledger.candidate();
        return candidate == null
                ? ledger.testing(null)
                : ledger.testing(null)
                        .with(ledger.games().judged(true))
                        .with(
                                ledger.lineage()
                                        .promoted(
                                                candidate.judged(
                                                        ModelVersion.Status.PROMOTED,
                                                        e.at(),
                                                        e.reason(),
                                                        e.baseline(),
                                                        e.score())));
    }

    private static Ledger rejected(Ledger ledger, ModelRejected e) {
        ModelVersion candidate = ledger.candidate();
        return candidate == null
                ? ledger.testing(null)
                : ledger.testing(null)
                        .with(ledger.games().judged(false))
                        .with(
                                ledger.lineage()
                                        .rejected(
                                                candidate.judged(
                                                        ModelVersion.Status.REJECTED,
                                                        e.at(),
                                                        e.reason(),
                                                        e.baseline(),
                                                        e.score())));
    }

    /** What was shown against the old champion shows nothing about the new one. */
    private static Ledger chosen(Ledger ledger, ChampionChosen e) {
        ModelVersion before =
                e.before() == null ? null : ledger.lineage().version(e.before()).orElse(null);
        ModelVersion takenBack =
                before == null || before.status() != ModelVersion.Status.PROMOTED
                        ? null
                        : before.judged(
                                ModelVersion.Status.ROLLED_BACK,
                                e.at(),
                                e.mandate().by() + ": " + e.mandate().reason(),
                                before.baseline(),
                                before.score());
        Ledger next = ledger.with(ledger.lineage().chosen(e.champion(), takenBack));
        return ledger.trial() == null
                ? next
                : next.testing(Trial.of(ledger.trial().candidate(), e.champion()));
    }

    /** The ledger of a job that has just completed. */
    static ClusterState completed(ClusterState state, Job job, JobCompleted e) {
        if (!RulesVersion.haveTraining(state)) {
            return state;
        }
        String configKey = job.spec().configKey();
        Training now = state.training();
        if (job.spec().type() == JobType.SELFPLAY && e.games() > 0 && now.hasRoomFor(configKey)) {
            Ledger ledger = now.ledger(configKey);
            return state.withTraining(
                    RulesVersion.haveQuarantine(state)
                            ? TaintEvolution.landed(now, job, e)
                            : now.with(ledger.with(ledger.games().landed(e.games(), e.at()))));
        }
        Ledger ledger = trainedBy(now, job);
        TrainingRun run = ledger == null ? null : ledger.run();
        return ledger == null || run == null
                ? state
                : state.withTraining(
                        now.with(
                                ledger.running(run.completed(e.at()))
                                        .with(ledger.games().trained(run.games(), e.at()))));
    }

    /** The ledger of a job that has just ended otherwise. */
    static ClusterState ended(ClusterState state, Job job, Instant at) {
        Training now = state.training();
        Ledger ledger = trainedBy(now, job);
        return ledger == null ? state : state.withTraining(now.with(ended(ledger, at)));
    }

    /** A person's own attempt says nothing of what the loop brings. */
    private static Ledger ended(Ledger ledger, Instant at) {
        boolean byHand = ledger.run() != null && ledger.run().byHand();
        return ledger.running(null)
                .with(byHand ? ledger.games().ended(at) : ledger.games().failed(at));
    }

    /** The ledger whose training the job is, if it is one. */
    private static @Nullable Ledger trainedBy(Training now, Job job) {
        Ledger ledger = now.ledgers().get(job.spec().configKey());
        TrainingRun run = ledger == null ? null : ledger.run();
        return run != null && run.job().equals(job.id()) ? ledger : null;
    }
}
