package io.ringrift.p2p.training;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.incarnation;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.engine.Trial;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Doors;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A log in memory in which models learn; the test plays the agents. */
final class TrainingRig {

    static final String CONFIG = "hex5_2p";
    static final TrainingPolicy POLICY =
            new TrainingPolicy(
                    new TrainingThresholds(100, Duration.ofHours(6), Duration.ZERO, 3, 2000, 1500),
                    SprtLimits.DEFAULT,
                    40,
                    2,
                    0,
                    900);

    final LeadershipRig rig = LeadershipRig.leading();
    final TrainingJobs jobs = new TrainingJobs(_ -> CORE, Doors.JSON);
    private final List<DataFile> files = new ArrayList<>();
    private int manifests;
    private int ids = 1_000;

    TrainingRig() {
        for (int version = 2; version <= RulesVersion.known(); version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
        rig.apply(Nouns.register(A, FOUR_CORES));
    }

    JobId nextId() {
        return Nouns.job(ids++);
    }

    /** A loop as a leader runs it, over a gate that may lose commands. */
    TrainingLoop loop(CommandGate gate) {
        return new TrainingLoop(
                rig.log,
                gate,
                POLICY,
                jobs,
                this::nextId,
                rig.clock,
                Doors.JSON,
                new SimpleMeterRegistry());
    }

    Ledger ledger() {
        return requireNonNull(rig.log.picture().state().training().ledgers().get(CONFIG));
    }

    /** Promotions so far. */
    int promotions() {
        Ledger ledger = rig.log.picture().state().training().ledgers().get(CONFIG);
        return ledger == null ? 0 : ledger.lineage().promotions();
    }

    List<Job> open(JobType type) {
        return rig.log.picture().state().open().values().stream()
                .filter(job -> job.spec().type() == type)
                .toList();
    }

    /** Self-play is counted and its file published. */
    void plays(int games) {
        JobId id = nextId();
        JobSpec spec = jobs.selfPlay(CONFIG, null, games, 50);
        rig.apply(new Command.SubmitJob(rig.clock.instant(), id, spec, null, ""));
        completes(id, games, "{\"games\":" + games + "}");
        publishes(file("games", id, games));
    }

    /** A job runs on the only node and completes with these metrics. */
    void completes(JobId id, int games, String metrics) {
        AttemptToken token = begins(id);
        rig.apply(
                new Command.CompleteJob(
                        rig.clock.instant(), id, 1, token, "/out", games, new JsonText(metrics)));
    }

    AttemptToken begins(JobId id) {
        AttemptToken token = new AttemptToken(new UUID(id.value().getLeastSignificantBits(), 7));
        rig.apply(
                new Command.AssignJob(rig.clock.instant(), rig.epoch(), id, 1, A, token),
                new Command.StartJob(rig.clock.instant(), id, 1, token));
        return token;
    }

    void publishes(DataFile file) {
        files.add(file);
        rig.apply(
                new Command.RecordManifest(
                        rig.clock.instant(),
                        rig.epoch(),
                        A,
                        incarnation(1),
                        0,
                        ++manifests,
                        files,
                        List.of()));
    }

    DataFile file(String kind, JobId job, long games) {
        String hex = String.format("%064x", job.value().getMostSignificantBits() >>> 16);
        return new DataFile(
                new DataKey(
                        new DataKind(kind),
                        new DataPath(CONFIG + "/" + job + "-1/file"),
                        new Sha256(hex)),
                CONFIG,
                1_000,
                games,
                new Producer(A, job, 1, null, null),
                rig.clock.instant());
    }

    /** Every open training and evaluation is done; the candidate wins so many of forty. */
    void agentsWork(int wins) {
        for (Job job : open(JobType.TRAINING)) {
            completes(job.id(), 0, "{}");
            publishes(file("models", job.id(), 0));
        }
        for (Job job : open(JobType.EVALUATION)) {
            completes(
                    job.id(),
                    40,
                    result("\"wins\":" + wins + ",\"draws\":0,\"losses\":" + (40 - wins)));
        }
    }

    /** Metrics of an evaluation of the models that are to be compared. */
    String result(String more) {
        Trial trial = requireNonNull(ledger().trial());
        Sha256 baseline = trial.baseline();
        return "{\"candidate_sha256\":\"%s\",\"baseline_sha256\":\"%s\",%s}"
                .formatted(
                        trial.candidate().sha256(),
                        baseline == null ? "untrained" : baseline.hex(),
                        more);
    }

    void order(TrainingOrder order) {
        rig.apply(order);
    }

    static Mandate mandate() {
        return new Mandate("ann", "holidays");
    }
}
