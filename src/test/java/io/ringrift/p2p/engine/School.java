package io.ringrift.p2p.engine;

import static java.util.Objects.requireNonNull;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A house in which models learn, with short words for it. A training is due at 100 games; the model
 * of job 10 is what {@code model(10)} says.
 */
public final class School {

    static final String CONFIG = "hex5_2p";
    static final Mandate MANDATE = new Mandate("ann", "holidays");

    final House house;
    private int selfplay = 1_000;
    private int manifests;

    School() {
        this(RulesVersion.known());
    }

    private School(int rules) {
        house = House.with("a", "b").ruled(rules);
        obeys(policy(0));
    }

    /** Of everything that ledgers hold under these rules something. */
    public static ClusterState learned(int rules) {
        School school = new School(rules);
        school.promoted(10);
        school.plays("a", 100, school.model(10).sha256());
        school.evaluate(11);
        school.completes(11);
        school.publishes(10, 11);
        school.house.accept(school.registration(11, school.model(11)));
        school.match(20, new MatchScore(22, 0, 18));
        school.house.accept(school.matchOrder(21));
        school.plays("b", 50, null);
        school.house.accept(school.quarantine("b", House.START, null));
        if (rules >= RulesVersion.SHADOW) {
            school.house.accept(
                    new TrainingOrder.SetShadowPolicy(
                            school.house.now(), MANDATE, CONFIG, null, school.policy(500)));
            school.house.accept(
                    new TrainingStep.EvaluateShadow(
                            school.house.now(), school.house.epoch(), CONFIG, 7));
        }
        return school.house.state();
    }

    TrainingPolicy policy(int coverageMilli) {
        TrainingThresholds thresholds =
                new TrainingThresholds(100, Duration.ofHours(6), Duration.ZERO, 3, 2000, 1500);
        return new TrainingPolicy(thresholds, SprtLimits.DEFAULT, 40, 2, 0, coverageMilli);
    }

    void obeys(TrainingPolicy policy) {
        house.accept(setting(CONFIG, null, policy));
    }

    TrainingOrder.SetTrainingPolicy setting(
            @Nullable String config, @Nullable Integer version, @Nullable TrainingPolicy policy) {
        return new TrainingOrder.SetTrainingPolicy(house.now(), MANDATE, config, version, policy);
    }

    Ledger ledger() {
        return requireNonNull(house.state().training().ledgers().get(CONFIG));
    }

    Trial trial() {
        return requireNonNull(ledger().trial());
    }

    /** The last one. */
    ModelVersion version() {
        return ledger().lineage().versions().getLast();
    }

    /** Self-play of so many games is counted; a multiple of what one job plays, or less. */
    void plays(int games) {
        plays("a", games, null);
    }

    /** The same on a node and with a model. */
    void plays(String node, int games, @Nullable Sha256 model) {
        int job = selfplay++;
        JobSpec spec =
                new JobSpec(
                        JobType.SELFPLAY, CONFIG, games, 50, JsonText.EMPTY, null, House.ONE_CORE);
        house.accept(
                house.submit(job, model == null ? spec : spec.withNeeds(Needs.of(List.of(model)))));
        house.accept(house.assign(job, 1, node));
        house.accept(house.start(job, 1));
        house.accept(
                new Command.CompleteJob(
                        house.now(),
                        House.job(job),
                        1,
                        House.token(job, 1),
                        "/out",
                        games,
                        JsonText.EMPTY));
    }

    TrainingStep.EvaluateTraining evaluation(int job) {
        return new TrainingStep.EvaluateTraining(
                house.now(),
                house.epoch(),
                CONFIG,
                1_000_000,
                ledger().games().generation() + 1,
                ledger().lineage().champion(),
                House.job(job),
                spec(JobType.TRAINING, 1));
    }

    static TrainingStep.EvaluateTraining knowing(TrainingStep.EvaluateTraining c, long games) {
        return new TrainingStep.EvaluateTraining(
                c.at(),
                c.epoch(),
                c.configKey(),
                games,
                c.generation(),
                c.champion(),
                c.jobId(),
                c.spec());
    }

    List<Event> evaluate(int job) {
        return house.accept(evaluation(job));
    }

    void runs(int job) {
        runs(job, "a");
    }

    void runs(int job, String node) {
        house.accept(house.assign(job, 1, node));
        house.accept(house.start(job, 1));
    }

    void completes(int job) {
        runs(job);
        house.accept(house.complete(job, 1));
    }

    void ends(int job, ExitReason how) {
        runs(job);
        house.accept(house.fail(job, 1, how));
    }

    DataKey model(int job) {
        return House.file("m-" + job, job).key();
    }

    /** Node a has the models of these jobs. */
    void publishes(int... jobs) {
        DataFile[] files =
                IntStream.of(jobs)
                        .mapToObj(
                                job -> {
                                    DataFile some = House.file("m-" + job, job);
                                    return new DataFile(
                                            some.key(),
                                            CONFIG,
                                            some.size(),
                                            0,
                                            new Producer(
                                                    some.producer().node(),
                                                    House.job(job),
                                                    1,
                                                    null,
                                                    null),
                                            some.at());
                                })
                        .toArray(DataFile[]::new);
        house.accept(house.manifest("a", 0, ++manifests, files));
    }

    TrainingStep.RegisterCandidate registration(int job, DataKey file) {
        return new TrainingStep.RegisterCandidate(
                house.now(), house.epoch(), CONFIG, House.job(job), file);
    }

    /** A first training, until its model is tested. */
    List<Event> candidate(int job) {
        plays(100);
        evaluate(job);
        completes(job);
        publishes(job);
        return house.accept(registration(job, model(job)));
    }

    void promoted(int job) {
        candidate(job);
        match(job + 500, new MatchScore(38, 0, 2));
        judge();
    }

    TrainingStep.OrderMatch matchOrder(int job) {
        return new TrainingStep.OrderMatch(
                house.now(),
                house.epoch(),
                CONFIG,
                trial().candidate().sha256(),
                trial().batches(),
                House.job(job),
                spec(JobType.EVALUATION, 40));
    }

    TrainingStep.RecordMatch recording(int job, MatchScore score) {
        return new TrainingStep.RecordMatch(
                house.now(), house.epoch(), CONFIG, House.job(job), score);
    }

    /** An evaluation job with this result. */
    void match(int job, MatchScore score) {
        house.accept(matchOrder(job));
        completes(job);
        house.accept(recording(job, score));
    }

    TrainingStep.JudgeCandidate judgement(int job) {
        return new TrainingStep.JudgeCandidate(
                house.now(), house.epoch(), CONFIG, model(job).sha256());
    }

    List<Event> judge() {
        return house.accept(
                new TrainingStep.JudgeCandidate(
                        house.now(), house.epoch(), CONFIG, trial().candidate().sha256()));
    }

    TrainingOrder.ChooseChampion choice(@Nullable Sha256 champion) {
        return new TrainingOrder.ChooseChampion(house.now(), MANDATE, CONFIG, champion, true);
    }

    /** What a node made from a moment on. */
    TrainingOrder.QuarantineData quarantine(String node, Instant from, @Nullable Instant until) {
        return new TrainingOrder.QuarantineData(
                house.now(), MANDATE, new DataScope(new NodeId(node), null, null, from, until));
    }

    TrainingOrder.LiftQuarantine lifting(int number) {
        return new TrainingOrder.LiftQuarantine(house.now(), MANDATE, number);
    }

    static JobSpec spec(JobType type, int games) {
        return new JobSpec(type, CONFIG, games, 90, JsonText.EMPTY, null, Resources.NONE);
    }
}
