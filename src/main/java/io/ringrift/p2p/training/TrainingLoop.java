package io.ringrift.p2p.training;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.TrainingEvent;
import io.ringrift.p2p.engine.TrainingRun;
import io.ringrift.p2p.engine.TrainingStep;
import io.ringrift.p2p.engine.TrainingVerdicts;
import io.ringrift.p2p.engine.Trial;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Looks at every ledger and proposes what is next for it: a training, its candidate, a match, a
 * verdict. It remembers nothing: whatever a leader that died had in mind the next one sees in the
 * state, and the log lets each step happen once.
 */
final class TrainingLoop {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);

    /** How long the model of a completed training may take to be published and told of. */
    static final Duration MODEL_GRACE = Duration.ofMinutes(5);

    /** Steps of one config in one round; more is left to the next. */
    private static final int MOST_STEPS = 100;

    private final CommandLog log;
    private final CommandGate gate;
    private final TrainingPolicy configured;
    private final TrainingJobs jobs;
    private final JobIds ids;
    private final Clock clock;
    private final JsonMapper json;
    private final Counter refused;

    TrainingLoop(
            CommandLog log,
            CommandGate gate,
            TrainingPolicy configured,
            TrainingJobs jobs,
            JobIds ids,
            Clock clock,
            JsonMapper json,
            MeterRegistry meters) {
        this.log = log;
        this.gate = gate;
        this.configured = configured;
        this.jobs = jobs;
        this.ids = ids;
        this.clock = clock;
        this.json = json;
        this.refused = meters.counter("ringrift.p2p.training.refused");
    }

    void round(Epoch epoch) {
        ClusterState state = log.picture().state();
        if (!RulesVersion.haveTraining(state)) {
            return;
        }
        if (!configured.equals(state.training().configured())) {
            propose(new TrainingStep.ConfigureTraining(clock.instant(), epoch, configured));
        }
        for (String configKey : log.picture().state().training().ledgers().keySet()) {
            shadow(configKey, epoch);
            for (int i = 0; i < MOST_STEPS && step(configKey, epoch); i++) {
                // Each step may make room for the next.
            }
        }
    }

    /** Writes down what a policy in the shadow would answer, when that is something else. */
    private void shadow(String configKey, Epoch epoch) {
        ClusterState state = log.picture().state();
        Ledger ledger = state.training().ledgers().get(configKey);
        TrainingPolicy policy = ledger == null ? null : state.training().shadow(ledger);
        if (ledger == null || policy == null) {
            return;
        }
        TrainingDecision foreseen =
                TrainingVerdicts.of(state, ledger, clock.instant(), Long.MAX_VALUE, policy);
        TrainingDecision last = ledger.lastShadow();
        if (foreseen.due()
                || last == null
                || last.rule() != foreseen.rule()
                || !last.policy().equals(policy)) {
            propose(
                    new TrainingStep.EvaluateShadow(
                            clock.instant(),
                            epoch,
                            configKey,
                            foreseen.due() ? KnownFiles.games(state, configKey) : 0));
        }
    }

    /** Does what is next for a config; false when that is nothing. */
    private boolean step(String configKey, Epoch epoch) {
        ClusterState state = log.picture().state();
        Ledger ledger = state.training().ledgers().get(configKey);
        if (ledger == null) {
            return false;
        }
        if (ledger.trial() != null) {
            return test(state, ledger, ledger.trial(), epoch);
        }
        TrainingRun run = ledger.run();
        if (run == null || run.completedAt() == null) {
            return evaluate(state, ledger, epoch);
        }
        return registerModel(state, ledger, run, epoch);
    }

    private boolean evaluate(ClusterState state, Ledger ledger, Epoch epoch) {
        TrainingPolicy policy = state.training().policy(ledger);
        TrainingDecision foreseen =
                TrainingVerdicts.of(state, ledger, clock.instant(), Long.MAX_VALUE);
        TrainingDecision last = ledger.lastDecision();
        boolean isKnown = last != null && last.rule() == foreseen.rule();
        if (!foreseen.due() && isKnown) {
            return false;
        }
        return propose(
                new TrainingStep.EvaluateTraining(
                        clock.instant(),
                        epoch,
                        ledger.configKey(),
                        foreseen.due() ? KnownFiles.games(state, ledger.configKey()) : 0,
                        ledger.games().generation() + 1,
                        ledger.lineage().champion(),
                        ids.next(),
                        jobs.training(ledger, policy)));
    }

    private boolean registerModel(ClusterState state, Ledger ledger, TrainingRun run, Epoch epoch) {
        List<DataFile> models = KnownFiles.models(state, ledger.configKey(), run.job());
        Job job = state.finished().get(run.job());
        String declared = job == null ? null : declaredModel(job);
        List<DataFile> chosen =
                declared == null
                        ? models
                        : models.stream()
                                .filter(file -> file.key().sha256().hex().equals(declared))
                                .toList();
        if (chosen.size() == 1) {
            return propose(
                    new TrainingStep.RegisterCandidate(
                            clock.instant(),
                            epoch,
                            ledger.configKey(),
                            run.job(),
                            chosen.getFirst().key()));
        }
        if (chosen.size() > 1) {
            return end(ledger, run, epoch, "it made several models and did not say which counts");
        }
        Duration waited = Duration.between(run.completedAt(), clock.instant());
        return waited.compareTo(MODEL_GRACE) > 0
                && end(
                        ledger,
                        run,
                        epoch,
                        "no node has published a model of it: an output of kind models in its"
                                + " result.json");
    }

    private @Nullable String declaredModel(Job job) {
        return json.readTree(job.metrics().value()).path("model_sha256").stringValue(null);
    }

    private boolean end(Ledger ledger, TrainingRun run, Epoch epoch, String reason) {
        return propose(
                new TrainingStep.EndRun(
                        clock.instant(), epoch, ledger.configKey(), run.job(), reason));
    }

    private boolean test(ClusterState state, Ledger ledger, Trial trial, Epoch epoch) {
        for (var entry : trial.pending().entrySet()) {
            if (!state.open().containsKey(entry.getKey())) {
                return report(state, ledger, trial, entry.getKey(), entry.getValue(), epoch);
            }
        }
        var candidate = trial.candidate().sha256();
        boolean judged =
                propose(
                        new TrainingStep.JudgeCandidate(
                                clock.instant(), epoch, ledger.configKey(), candidate));
        return judged
                || propose(
                        new TrainingStep.OrderMatch(
                                clock.instant(),
                                epoch,
                                ledger.configKey(),
                                candidate,
                                trial.batches(),
                                ids.next(),
                                jobs.evaluation(ledger, trial, state.training().policy(ledger))));
    }

    private boolean report(
            ClusterState state, Ledger ledger, Trial trial, JobId id, int ordered, Epoch epoch) {
        return propose(
                switch (MatchReport.of(state.finished().get(id), trial, ordered, json)) {
                    case MatchReport.Good(var score) ->
                            new TrainingStep.RecordMatch(
                                    clock.instant(), epoch, ledger.configKey(), id, score);
                    case MatchReport.Bad(var reason) ->
                            new TrainingStep.FailMatch(
                                    clock.instant(), epoch, ledger.configKey(), id, reason);
                });
    }

    /** Asks the log, unless it is plain that nothing would come of it; true when something did. */
    private boolean propose(TrainingStep step) {
        if (isIdle(Engine.decide(log.picture().state(), step))) {
            return false;
        }
        return switch (gate.submit((Command) step).decision()) {
            case Decision.Accepted(var events) -> {
                events.forEach(TrainingLoop::tell);
                yield !events.isEmpty();
            }
            case Decision.Refused(var why) -> {
                // Another leader was faster, or the picture was old; the next round sees it.
                refused.increment();
                LOG.debug("{} was refused: {}", step, why);
                yield false;
            }
        };
    }

    private static boolean isIdle(Decision foreseen) {
        return switch (foreseen) {
            case Decision.Accepted(var events) -> events.isEmpty();
            case Decision.Refused _ -> true;
        };
    }

    private static void tell(Event event) {
        if (event instanceof TrainingEvent known) {
            LOG.info("{}", Sentences.of(known));
        }
    }
}
