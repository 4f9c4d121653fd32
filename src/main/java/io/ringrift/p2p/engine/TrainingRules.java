package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.JobSubmitted;
import io.ringrift.p2p.engine.TrainingEvent.CandidateRegistered;
import io.ringrift.p2p.engine.TrainingEvent.ShadowDecided;
import io.ringrift.p2p.engine.TrainingEvent.TrainingBroughtNothing;
import io.ringrift.p2p.engine.TrainingEvent.TrainingConfigured;
import io.ringrift.p2p.engine.TrainingEvent.TrainingDecided;
import io.ringrift.p2p.engine.TrainingEvent.TrainingTriggered;
import io.ringrift.p2p.engine.TrainingStep.ConfigureTraining;
import io.ringrift.p2p.engine.TrainingStep.EndRun;
import io.ringrift.p2p.engine.TrainingStep.EvaluateShadow;
import io.ringrift.p2p.engine.TrainingStep.EvaluateTraining;
import io.ringrift.p2p.engine.TrainingStep.FailMatch;
import io.ringrift.p2p.engine.TrainingStep.JudgeCandidate;
import io.ringrift.p2p.engine.TrainingStep.OrderMatch;
import io.ringrift.p2p.engine.TrainingStep.RecordMatch;
import io.ringrift.p2p.engine.TrainingStep.RegisterCandidate;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/** How a training comes about and how its model becomes a candidate. */
final class TrainingRules {

    private TrainingRules() {}

    static Decision step(ClusterState state, TrainingStep step) {
        return switch (step) {
            case ConfigureTraining c ->
                    c.policy().equals(state.training().configured())
                            ? Accepted.of()
                            : Accepted.of(new TrainingConfigured(c.policy()));
            case TrainingStep.OfConfig c -> {
                Ledger ledger = state.training().ledgers().get(c.configKey());
                yield ledger == null
                        ? new Refused(new Rejection.UnknownConfig(c.configKey()))
                        : ofConfig(state, ledger, c);
            }
        };
    }

    private static Decision ofConfig(
            ClusterState state, Ledger ledger, TrainingStep.OfConfig step) {
        return switch (step) {
            case EvaluateTraining c -> evaluate(state, ledger, c);
            case EvaluateShadow c -> shadow(state, ledger, c);
            case EndRun c -> end(ledger, c);
            case RegisterCandidate c -> register(state, ledger, c);
            case OrderMatch c -> TrialRules.order(state, ledger, c);
            case RecordMatch c -> TrialRules.record(state, ledger, c);
            case FailMatch c -> TrialRules.fail(state, ledger, c);
            case JudgeCandidate c -> TrialRules.judge(state, ledger, c);
        };
    }

    /** An answer is written down when it differs from the one before; a trigger always does. */
    private static Decision evaluate(ClusterState state, Ledger ledger, EvaluateTraining c) {
        TrainingDecision now = TrainingVerdicts.of(state, ledger, c.at(), c.knownGames());
        if (!now.due()) {
            TrainingDecision last = ledger.lastDecision();
            return last != null && last.rule() == now.rule()
                    ? Accepted.of()
                    : Accepted.of(new TrainingDecided(c.configKey(), now));
        }
        if (c.generation() != ledger.games().generation() + 1
                || !Objects.equals(c.champion(), ledger.lineage().champion())) {
            return moved(ledger, "another training was triggered or the champion changed");
        }
        Refused refused = mayNotBegin(state, ledger, c.jobId(), c.spec(), JobType.TRAINING);
        return refused != null
                ? refused
                : Accepted.of(
                        new TrainingDecided(c.configKey(), now.with(c.jobId())),
                        new TrainingTriggered(
                                c.at(),
                                c.configKey(),
                                c.generation(),
                                c.jobId(),
                                ledger.games().since(),
                                c.champion(),
                                false),
                        new JobSubmitted(c.at(), c.jobId(), c.spec(), null, ""));
    }

    /** Another policy begins its own row of answers. */
    private static Decision shadow(ClusterState state, Ledger ledger, EvaluateShadow c) {
        TrainingPolicy policy = state.training().shadow(ledger);
        if (policy == null) {
            return Accepted.of();
        }
        TrainingDecision now = TrainingVerdicts.of(state, ledger, c.at(), c.knownGames(), policy);
        TrainingDecision last = ledger.lastShadow();
        return last != null && last.rule() == now.rule() && last.policy().equals(policy)
                ? Accepted.of()
                : Accepted.of(new ShadowDecided(c.configKey(), now));
    }

    /**
     * A training that somebody submits is one of its config, if none is under way: it gets the next
     * generation of data, and its model will be tested. Null where it is not.
     */
    static @Nullable TrainingTriggered byHand(ClusterState state, JobSubmitted submitted) {
        JobSpec spec = submitted.spec();
        Training training = state.training();
        if (!RulesVersion.haveShadow(state)
                || spec.type() != JobType.TRAINING
                || spec.partOf() != null
                || spec.isDivisible()
                || !training.hasRoomFor(spec.configKey())) {
            return null;
        }
        Ledger ledger = training.ledger(spec.configKey());
        return ledger.run() != null || ledger.trial() != null
                ? null
                : new TrainingTriggered(
                        submitted.at(),
                        ledger.configKey(),
                        ledger.games().generation() + 1,
                        submitted.jobId(),
                        ledger.games().since(),
                        TaintEvolution.model(ledger, spec),
                        true);
    }

    static @Nullable Refused mayNotBegin(
            ClusterState state, Ledger ledger, JobId id, JobSpec spec, JobType type) {
        if (spec.type() != type || !spec.configKey().equals(ledger.configKey())) {
            return moved(ledger, "the job is for something else");
        }
        if (state.job(id) != null) {
            return new Refused(new Rejection.DuplicateJob(id));
        }
        int limit = state.policy().maxOpenJobs();
        return state.open().size() >= limit
                ? new Refused(new Rejection.TooManyOpenJobs(limit))
                : null;
    }

    private static Decision end(Ledger ledger, EndRun c) {
        return isCompleted(ledger, c.jobId())
                ? Accepted.of(
                        new TrainingBroughtNothing(c.at(), c.configKey(), c.jobId(), c.reason()))
                : moved(ledger, "that training is not the one that completed");
    }

    private static Decision register(ClusterState state, Ledger ledger, RegisterCandidate c) {
        if (!isCompleted(ledger, c.jobId())) {
            return moved(ledger, "that training is not the one that completed");
        }
        Catalogue.Held held = state.catalogue().files().get(c.file());
        if (held == null || !c.jobId().equals(held.file().producer().job())) {
            return moved(ledger, "no node has that file from that training");
        }
        Refused refused = isNoModel(ledger, c.file(), held);
        return refused != null
                ? refused
                : Accepted.of(
                        new CandidateRegistered(
                                c.at(),
                                c.configKey(),
                                c.jobId(),
                                c.file(),
                                null,
                                origin(state, ledger, held.file())));
    }

    /** What its file says; earlier rules wrote nothing of it down. */
    static ModelVersion.@Nullable Origin origin(ClusterState state, Ledger ledger, DataFile file) {
        TrainingRun run = ledger.run();
        return RulesVersion.haveQuarantine(state)
                ? new ModelVersion.Origin(
                        run == null ? 1 : run.from(),
                        file.producer().node(),
                        file.producer().codeVersion(),
                        file.at())
                : null;
    }

    static @Nullable Refused isNoModel(Ledger ledger, DataKey file, Catalogue.Held held) {
        return file.kind().equals(DataKind.MODELS)
                        && held.file().configKey().equals(ledger.configKey())
                ? null
                : moved(ledger, file + " is no model of it");
    }

    private static boolean isCompleted(Ledger ledger, JobId job) {
        TrainingRun run = ledger.run();
        return run != null && run.job().equals(job) && run.completedAt() != null;
    }

    static Refused moved(Ledger ledger, String what) {
        return new Refused(new Rejection.LedgerMoved(ledger.configKey(), what));
    }
}
