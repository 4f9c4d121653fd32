package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.DataOrder;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.NodePolicy;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.engine.TrainingStep;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.OnLost;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.ReleaseRule;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.TrainingPolicy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/** One command of each kind with every field set, and the ones with nothing optional set. */
final class Samples {

    private static final Instant AT = Instant.parse("2026-11-22T12:34:56.789Z");
    private static final Epoch EPOCH = new Epoch(7);
    private static final NodeId NODE = new NodeId("gpu-1");
    private static final JobSpec FULL =
            new JobSpec(
                    JobType.TRAINING,
                    "hex8_2p",
                    1_000,
                    90,
                    new JsonText("{\"note\":\"grüße 🎲\",\"model\":\"sha256:00ff\"}"),
                    NODE,
                    new Resources(2_500, 500, 3L << 32));
    private static final JobSpec CHOOSY =
            FULL.withResources(new Resources(2_500, 500, 3L << 32, 7L << 30))
                    .withRequirements(
                            new Requirements(
                                    List.of("A100", "H100"),
                                    40L << 30,
                                    new TreeMap<>(Map.of("zone", "a")),
                                    true));
    private static final JobSpec PLAIN = House.spec(0, null, Resources.NONE);

    private static final Needs NEEDS =
            new Needs(
                    "hex8_2p",
                    List.of(DataKind.GAMES, DataKind.MODELS),
                    950,
                    3_600L,
                    List.of(new Sha256("ef".repeat(32))));

    private static final Labels LABELS = new Labels(Map.of("zone", "a", "gpu-class", "big"));
    private static final NodeStatus.Mandate MANDATE =
            new NodeStatus.Mandate("cluster", "the fan is loud");
    private static final Policy POLICY =
            new Policy(
                    1,
                    2,
                    3,
                    Duration.ofSeconds(4),
                    Duration.ofSeconds(5),
                    Duration.ofHours(24),
                    Duration.ofDays(6),
                    7,
                    new NodePolicy(
                            8,
                            Duration.ofDays(9),
                            Map.of(JobType.SELFPLAY, OnLost.WAIT, JobType.TRAINING, OnLost.FAIL)));

    private static final DataFile GAMES_FILE =
            new DataFile(
                    new DataKey(
                            DataKind.GAMES,
                            new DataPath("hex5_2p/grüße-1.jsonl"),
                            new Sha256("ab".repeat(32))),
                    "hex5_2p",
                    1L << 33,
                    250,
                    new Producer(NODE, House.job(1), 2, "1.2.3", new Sha256("cd".repeat(32))),
                    AT);

    private Samples() {}

    static List<Command> commands() {
        return Stream.of(ofTheCluster(), WebhookSamples.commands()).flatMap(List::stream).toList();
    }

    private static List<Command> ofTheCluster() {
        return List.of(
                new Command.SubmitJob(AT, House.job(1), FULL, new IdempotencyKey("k-1"), "9f86d0"),
                new Command.SubmitJob(AT.plusNanos(1), House.job(2), PLAIN, null, ""),
                new Command.SubmitJob(AT, House.job(3), CHOOSY, null, ""),
                new Command.SubmitJob(AT, House.job(4), PLAIN.inPartsOf(1_800), null, ""),
                new Command.SubmitJob(AT, House.job(6), PLAIN.withNeeds(NEEDS), null, ""),
                new Command.SubmitJob(
                        AT,
                        House.job(7),
                        PLAIN.withNeeds(Needs.of(List.of(new Sha256("ef".repeat(32))))),
                        null,
                        ""),
                new Command.AssignPart(
                        AT, EPOCH, House.job(4), House.job(5), 20, NODE, House.token(5, 1)),
                new Command.CancelJob(AT, House.job(1)),
                new Command.PurgeDeadLetter(AT, House.job(1)),
                new Command.AssignJob(AT, EPOCH, House.job(1), 3, NODE, House.token(1, 3)),
                new Command.StartJob(AT, House.job(1), 3, House.token(1, 3)),
                new Command.CompleteJob(
                        AT,
                        House.job(1),
                        3,
                        House.token(1, 3),
                        "/data/jobs/1/3",
                        1L << 40,
                        new JsonText("{\"games\":50}")),
                new Command.FailJob(
                        AT,
                        House.job(1),
                        3,
                        House.token(1, 3),
                        ExitReason.TRY_AGAIN,
                        75,
                        "no space left",
                        250),
                new Command.FailJob(
                        AT, House.job(1), 3, House.token(1, 3), ExitReason.LOST, null, "", 0),
                new Command.ReleaseAttempt(AT, NODE, House.job(1), 3, House.token(1, 3)),
                new Command.RegisterNode(
                        AT,
                        EPOCH,
                        NODE,
                        new UUID(1, 2),
                        new Resources(64_000, 8_000, 1L << 38),
                        null),
                new Command.RegisterNode(
                        AT,
                        EPOCH,
                        NODE,
                        new UUID(1, 2),
                        new Resources(64_000, 8_000, 1L << 38),
                        LABELS),
                new Command.RegisterNode(
                        AT,
                        EPOCH,
                        NODE,
                        new UUID(1, 2),
                        new Resources(64_000, 2_000, 1L << 38, 1L << 40),
                        null,
                        List.of(new GpuCard("A100", 80L << 30), new GpuCard("A10", 24L << 30))),
                new Command.RecordManifest(
                        AT,
                        EPOCH,
                        NODE,
                        new UUID(1, 2),
                        7,
                        8,
                        List.of(House.file("m-1.bin", 1), GAMES_FILE),
                        List.of(House.file("m-0.bin", 0).key())),
                new Command.ReleaseCopies(
                        AT, EPOCH, NODE, ReleaseRule.QUOTA, 2, List.of(GAMES_FILE.key())),
                new DataOrder.PinData(AT, MANDATE, GAMES_FILE.key().sha256()),
                new DataOrder.UnpinData(AT, MANDATE, GAMES_FILE.key().sha256()),
                new Command.MarkNodeOffline(
                        AT, EPOCH, NODE, new UUID(1, 2), Duration.ofMillis(15_250)),
                new Command.LeaveNode(AT, NODE, new UUID(1, 2)),
                new Command.CordonNode(AT, NODE, MANDATE),
                new Command.UncordonNode(AT, NODE, MANDATE),
                new Command.DrainNode(
                        AT, NODE, MANDATE, new Drain(DrainMode.CHECKPOINT, AT.plusSeconds(600))),
                new Command.DrainNode(AT, NODE, MANDATE, new Drain(DrainMode.KILL, null)),
                new Command.LabelNode(AT, NODE, MANDATE, LABELS),
                new Command.RetireNode(AT, NODE, MANDATE),
                new Command.LoseAttempt(
                        AT,
                        EPOCH,
                        NODE,
                        House.job(1),
                        3,
                        House.token(1, 3),
                        true,
                        "node gpu-1 is gone"),
                new Command.NoteLateReport(
                        AT,
                        House.job(1),
                        House.token(1, 3),
                        new Attempt.LateReport(AT, ExitReason.DONE, 50, "/data/jobs/1/3")),
                new TrainingStep.ConfigureTraining(AT, EPOCH, TrainingPolicy.DEFAULT),
                new TrainingStep.EvaluateTraining(
                        AT,
                        EPOCH,
                        "hex8_2p",
                        12_345,
                        7,
                        GAMES_FILE.key().sha256(),
                        House.job(8),
                        FULL),
                new TrainingStep.EvaluateTraining(
                        AT, EPOCH, "hex8_2p", 0, 1, null, House.job(8), FULL),
                new TrainingStep.EndRun(AT, EPOCH, "hex8_2p", House.job(8), "it made no model"),
                new TrainingStep.RegisterCandidate(
                        AT, EPOCH, "hex8_2p", House.job(8), House.file("m-1.bin", 1).key()),
                new TrainingStep.OrderMatch(
                        AT, EPOCH, "hex8_2p", GAMES_FILE.key().sha256(), 3, House.job(9), FULL),
                new TrainingStep.RecordMatch(
                        AT, EPOCH, "hex8_2p", House.job(9), new MatchScore(20, 2, 18)),
                new TrainingStep.FailMatch(AT, EPOCH, "hex8_2p", House.job(9), "it named no games"),
                new TrainingStep.JudgeCandidate(AT, EPOCH, "hex8_2p", GAMES_FILE.key().sha256()),
                new TrainingOrder.SetTrainingPolicy(
                        AT, MANDATE, "hex8_2p", 3, TrainingPolicy.DEFAULT),
                new TrainingOrder.SetTrainingPolicy(AT, MANDATE, null, null, null),
                new TrainingOrder.PauseTraining(AT, MANDATE, "hex8_2p"),
                new TrainingOrder.ResumeTraining(AT, MANDATE, "hex8_2p"),
                new TrainingOrder.NominateModel(
                        AT, MANDATE, "hex8_2p", House.file("m-1.bin", 1).key()),
                new TrainingOrder.ChooseChampion(
                        AT, MANDATE, "hex8_2p", GAMES_FILE.key().sha256(), null),
                new TrainingOrder.ChooseChampion(AT, MANDATE, "hex8_2p", null, null),
                new TrainingOrder.ChooseChampion(AT, MANDATE, "hex8_2p", null, true),
                new TrainingOrder.QuarantineData(
                        AT,
                        MANDATE,
                        new DataScope(
                                NODE,
                                "hex8_2p",
                                GAMES_FILE.key().sha256(),
                                AT.minusSeconds(60),
                                AT)),
                new TrainingOrder.QuarantineData(
                        AT, MANDATE, new DataScope(NODE, null, null, AT, null)),
                new TrainingOrder.LiftQuarantine(AT, MANDATE, 3),
                new TrainingOrder.SetShadowPolicy(
                        AT, MANDATE, "hex8_2p", 3, TrainingPolicy.DEFAULT),
                new TrainingOrder.SetShadowPolicy(AT, MANDATE, null, null, null),
                new TrainingStep.EvaluateShadow(AT, EPOCH, "hex8_2p", 12_345),
                new Command.ClaimLeadership(AT, NODE, Duration.ofSeconds(30)),
                new Command.RenewLease(AT, EPOCH, Duration.ofNanos(1_500_000_001)),
                new Command.ReleaseLease(AT, EPOCH),
                new Command.SetPolicy(AT, EPOCH, Policy.DEFAULT),
                new Command.SetPolicy(AT, EPOCH, POLICY),
                new Command.Sweep(AT, EPOCH),
                new Command.FoundCluster(AT, EPOCH, new UUID(1, 2)),
                new Command.EnrolVoter(AT, EPOCH, new NodeId("b"), new UUID(3, 4)),
                new Command.ForgetVoter(AT, EPOCH, new NodeId("b")),
                new Command.RaiseRulesVersion(AT, EPOCH, 2),
                new Command.BeginRestore(AT, EPOCH, new UUID(5, 6), 3, new Epoch(4), 1),
                new Command.RestorePart(AT, EPOCH, new UUID(5, 6), 0, ClusterState.EMPTY),
                new Command.FinishRestore(AT, EPOCH, new UUID(5, 6)),
                new Command.AbortRestore(AT, EPOCH));
    }

    /** What placement remembers, too. */
    static House wiserHouse() {
        House house = House.with("a").ruled(2);
        house.accept(
                new Command.RegisterNode(
                        AT,
                        house.epoch(),
                        new NodeId("b"),
                        new UUID(1, 2),
                        new Resources(8_000, 1_000, 1L << 38, 1L << 40),
                        null,
                        List.of(new GpuCard("A100", 80L << 30))));
        house.accept(
                house.submit(1, CHOOSY.withPinnedNode(null).withRequirements(Requirements.NONE)));
        return house.running(2, "a").completed(3, "b");
    }

    /** Which data is where, too. */
    static House houseOfData() {
        House house = house().ruled(4);
        house.accept(house.manifest("a", 0, 3, House.file("m-1.bin", 1), GAMES_FILE));
        house.accept(house.manifest("b", 0, 9, GAMES_FILE));
        return house;
    }

    /** Which of it stays and which goes, too. */
    static House houseOfKeeping() {
        House house = houseOfData().ruled(6);
        Instant now = house.now();
        house.accept(new DataOrder.PinData(now, MANDATE, GAMES_FILE.key().sha256()));
        house.accept(
                new Command.ReleaseCopies(
                        now,
                        house.epoch(),
                        new NodeId("a"),
                        ReleaseRule.RETENTION,
                        1,
                        List.of(House.file("m-1.bin", 1).key())));
        return house;
    }

    /** A state with something of everything. */
    static House house() {
        House house = House.with("a", "b");
        house.accept(house.submit(1, "key-1", "body"));
        house.accept(house.submit(2, FULL));
        house.running(3, "a").completed(4, "b").running(5, "a").running(6, "b");
        house.accept(house.fail(5, 1, ExitReason.TRY_AGAIN));
        house.accept(house.fail(6, 1, ExitReason.OOM));
        house.running(7, "b");
        house.accept(house.cancel(7));
        return house;
    }

    /** The same with nodes that came, went, and were spoken about. */
    static House houseOfNodes() {
        House house = house();
        Instant now = house.now();
        house.accept(house.policy(POLICY));
        house.accept(new Command.LabelNode(now, new NodeId("a"), MANDATE, LABELS));
        house.accept(
                new Command.DrainNode(
                        now,
                        new NodeId("a"),
                        MANDATE,
                        new Drain(DrainMode.CHECKPOINT, now.plusSeconds(600))));
        house.accept(house.offline("b"));
        house.accept(house.register("b", 2, House.FOUR_CORES));
        house.accept(new Command.LeaveNode(now, new NodeId("b"), new UUID(0, 2)));
        house.accept(house.noteLate(5, 1));
        return house;
    }
}
