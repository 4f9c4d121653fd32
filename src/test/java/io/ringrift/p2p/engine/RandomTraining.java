package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What a leader and people might want of the learning of one config, mostly what is next. */
final class RandomTraining {

    private static final String CONFIG = "hex5_2p";
    private static final Mandate MANDATE = new Mandate("somebody", "for a reason");
    private static final TrainingThresholds OFTEN =
            new TrainingThresholds(20, Duration.ofHours(6), Duration.ZERO, 30, 2000, 1500);

    private final SplittableRandom random;
    private final ClusterState state;
    private final Instant now;
    private final Epoch epoch;
    private final Supplier<JobId> ids;
    private final Ledger ledger;

    private RandomTraining(
            SplittableRandom random,
            ClusterState state,
            Instant now,
            Epoch epoch,
            Supplier<JobId> ids) {
        this.random = random;
        this.state = state;
        this.now = now;
        this.epoch = epoch;
        this.ids = ids;
        this.ledger = state.training().ledger(CONFIG);
    }

    static Command next(
            SplittableRandom random,
            ClusterState state,
            Instant now,
            Epoch epoch,
            Supplier<JobId> ids) {
        if (RulesVersion.haveWebhooks(state) && random.nextInt(14) < 4) {
            return RandomWebhooks.next(random, state, now, epoch);
        }
        RandomTraining draw = new RandomTraining(random, state, now, epoch, ids);
        return switch (random.nextInt(16)) {
            case 0 -> draw.order();
            case 1 -> new TrainingStep.ConfigureTraining(now, epoch, draw.policy());
            case 2, 3 -> draw.anything();
            default -> draw.whatIsNext();
        };
    }

    /** A training or an evaluation that could be given to a node, half of the time. */
    static @Nullable JobId waiting(SplittableRandom random, ClusterState state) {
        return !RulesVersion.haveTraining(state) || random.nextInt(4) == 0
                ? null
                : state.queue().stream()
                        .map(QueueKey::jobId)
                        .filter(id -> isLearner(state.open().get(id)))
                        .findFirst()
                        .orElse(null);
    }

    private static boolean isLearner(@Nullable Job job) {
        return job != null && job.spec().resources().equals(Resources.NONE);
    }

    private Command whatIsNext() {
        TrainingRun run = ledger.run();
        Trial trial = ledger.trial();
        if (trial != null) {
            return trial(trial);
        }
        if (run == null) {
            return evaluate(ledger.games().generation() + 1);
        }
        if (run.completedAt() == null) {
            Command done = completion(run.job());
            return done != null ? done : evaluate(ledger.games().generation());
        }
        DataFile model = model(run.job());
        if (random.nextInt(6) == 0) {
            return new TrainingStep.EndRun(now, epoch, CONFIG, run.job(), "it made no model");
        }
        return state.catalogue().files().containsKey(model.key())
                ? new TrainingStep.RegisterCandidate(now, epoch, CONFIG, run.job(), model.key())
                : published(model);
    }

    /** Its attempt ends well, if it has one. */
    private @Nullable Command completion(JobId id) {
        Job job = state.open().get(id);
        Attempt live = job == null ? null : job.liveAttempt();
        return live == null
                ? null
                : new Command.CompleteJob(
                        now, id, live.number(), live.token(), "/out", 1, JsonText.EMPTY);
    }

    private Command published(DataFile model) {
        return state.nodes().values().stream()
                .findFirst()
                .<Command>map(
                        node ->
                                new Command.RecordManifest(
                                        now,
                                        epoch,
                                        node.id(),
                                        node.incarnation(),
                                        0,
                                        1 + random.nextInt(100),
                                        List.of(model),
                                        List.of()))
                .orElseGet(this::order);
    }

    private Command trial(Trial trial) {
        Sha256 candidate = trial.candidate().sha256();
        if (random.nextInt(3) == 0) {
            return new TrainingStep.JudgeCandidate(now, epoch, CONFIG, candidate);
        }
        for (JobId job : trial.pending().keySet()) {
            Command done = completion(job);
            if (done != null) {
                return done;
            }
            if (!state.open().containsKey(job)) {
                return random.nextInt(4) == 0
                        ? new TrainingStep.FailMatch(now, epoch, CONFIG, job, "it said nothing")
                        : new TrainingStep.RecordMatch(now, epoch, CONFIG, job, score());
            }
        }
        return new TrainingStep.OrderMatch(
                now,
                epoch,
                CONFIG,
                candidate,
                trial.batches(),
                ids.get(),
                spec(JobType.EVALUATION, 200));
    }

    /** Mostly too early, too late, or about something else. */
    private Command anything() {
        JobId job = ids.get();
        Sha256 other = model(job).key().sha256();
        return switch (random.nextInt(8)) {
            case 7 -> new TrainingStep.EvaluateShadow(now, epoch, CONFIG, random.nextInt(1_000));
            case 0 -> new TrainingStep.EndRun(now, epoch, CONFIG, job, "no");
            case 1 -> new TrainingStep.RegisterCandidate(now, epoch, CONFIG, job, model(job).key());
            case 2 -> new TrainingStep.RecordMatch(now, epoch, CONFIG, job, score());
            case 3 -> new TrainingStep.FailMatch(now, epoch, CONFIG, job, "no");
            case 4 -> new TrainingStep.JudgeCandidate(now, epoch, CONFIG, other);
            case 5 ->
                    new TrainingStep.OrderMatch(
                            now, epoch, CONFIG, other, 0, job, spec(JobType.EVALUATION, 200));
            default -> new TrainingStep.EndRun(now, epoch, "other", job, "no");
        };
    }

    private Command evaluate(int generation) {
        return new TrainingStep.EvaluateTraining(
                now,
                epoch,
                CONFIG,
                random.nextInt(8) == 0 ? 0 : 1_000_000,
                generation,
                ledger.lineage().champion(),
                ids.get(),
                spec(JobType.TRAINING, 1));
    }

    private Command order() {
        DataKey model = House.file("f" + random.nextInt(4), random.nextInt(3)).key();
        return switch (random.nextInt(12)) {
            case 11 ->
                    new TrainingOrder.SetShadowPolicy(
                            now,
                            MANDATE,
                            random.nextBoolean() ? CONFIG : null,
                            random.nextInt(3) == 0 ? 7 : null,
                            random.nextInt(4) == 0 ? null : policy());
            case 8, 9 -> new TrainingOrder.QuarantineData(now, MANDATE, scope());
            case 10 ->
                    new TrainingOrder.LiftQuarantine(
                            now,
                            MANDATE,
                            state.training().quarantines().active().isEmpty()
                                    ? 1
                                    : state.training().quarantines().active().firstKey());
            case 0, 1 ->
                    new TrainingOrder.SetTrainingPolicy(
                            now,
                            MANDATE,
                            random.nextBoolean() ? CONFIG : null,
                            random.nextInt(3) == 0 ? 7 : null,
                            random.nextInt(4) == 0 ? null : policy());
            case 2 -> new TrainingOrder.PauseTraining(now, MANDATE, CONFIG);
            case 3 -> new TrainingOrder.ResumeTraining(now, MANDATE, CONFIG);
            case 4 -> new TrainingOrder.NominateModel(now, MANDATE, CONFIG, model);
            default ->
                    new TrainingOrder.ChooseChampion(
                            now,
                            MANDATE,
                            CONFIG,
                            random.nextBoolean() ? null : model.sha256(),
                            random.nextBoolean() ? true : null);
        };
    }

    /** Some hours of a node, or what a model has played. */
    private DataScope scope() {
        Instant from = now.minusSeconds(random.nextInt(100_000));
        Sha256 model = random.nextInt(3) == 0 ? ledger.lineage().champion() : null;
        return new DataScope(
                model == null ? new NodeId("n" + random.nextInt(4)) : null,
                random.nextBoolean() ? CONFIG : null,
                model,
                from,
                random.nextBoolean() ? null : from.plusSeconds(1 + random.nextInt(50_000)));
    }

    private TrainingPolicy policy() {
        return new TrainingPolicy(
                OFTEN,
                SprtLimits.DEFAULT,
                200,
                1 + random.nextInt(2),
                0,
                random.nextInt(3) == 0 ? 900 : 0);
    }

    private MatchScore score() {
        int wins = 20 + random.nextInt(110);
        return new MatchScore(wins, 0, 150 - wins);
    }

    private static JobSpec spec(JobType type, int games) {
        return new JobSpec(type, CONFIG, games, 90, JsonText.EMPTY, null, Resources.NONE);
    }

    private static DataFile model(JobId job) {
        DataFile some = House.file("m-" + job, job.hashCode() & Integer.MAX_VALUE);
        return new DataFile(
                some.key(),
                CONFIG,
                1_000,
                0,
                new Producer(some.producer().node(), job, 1, null, null),
                House.START);
    }

    /** The same step as another leader would propose it. */
    static Command.Fenced under(Epoch epoch, TrainingStep step) {
        return switch (step) {
            case TrainingStep.ConfigureTraining c ->
                    new TrainingStep.ConfigureTraining(c.at(), epoch, c.policy());
            case TrainingStep.EvaluateTraining c ->
                    new TrainingStep.EvaluateTraining(
                            c.at(),
                            epoch,
                            c.configKey(),
                            c.knownGames(),
                            c.generation(),
                            c.champion(),
                            c.jobId(),
                            c.spec());
            case TrainingStep.EvaluateShadow c ->
                    new TrainingStep.EvaluateShadow(c.at(), epoch, c.configKey(), c.knownGames());
            case TrainingStep.EndRun c ->
                    new TrainingStep.EndRun(c.at(), epoch, c.configKey(), c.jobId(), c.reason());
            case TrainingStep.RegisterCandidate c ->
                    new TrainingStep.RegisterCandidate(
                            c.at(), epoch, c.configKey(), c.jobId(), c.file());
            case TrainingStep.OrderMatch c ->
                    new TrainingStep.OrderMatch(
                            c.at(),
                            epoch,
                            c.configKey(),
                            c.candidate(),
                            c.batch(),
                            c.jobId(),
                            c.spec());
            case TrainingStep.RecordMatch c ->
                    new TrainingStep.RecordMatch(
                            c.at(), epoch, c.configKey(), c.jobId(), c.score());
            case TrainingStep.FailMatch c ->
                    new TrainingStep.FailMatch(c.at(), epoch, c.configKey(), c.jobId(), c.reason());
            case TrainingStep.JudgeCandidate c ->
                    new TrainingStep.JudgeCandidate(c.at(), epoch, c.configKey(), c.candidate());
        };
    }
}
