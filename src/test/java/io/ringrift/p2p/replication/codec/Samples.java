package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

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
    private static final JobSpec PLAIN = House.spec(0, null, Resources.NONE);

    private Samples() {}

    static List<Command> commands() {
        return List.of(
                new Command.SubmitJob(AT, House.job(1), FULL, new IdempotencyKey("k-1"), "9f86d0"),
                new Command.SubmitJob(AT.plusNanos(1), House.job(2), PLAIN, null, ""),
                new Command.CancelJob(AT, House.job(1)),
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
                        AT, EPOCH, NODE, new UUID(1, 2), new Resources(64_000, 8_000, 1L << 38)),
                new Command.ClaimLeadership(AT, NODE, Duration.ofSeconds(30)),
                new Command.RenewLease(AT, EPOCH, Duration.ofNanos(1_500_000_001)),
                new Command.ReleaseLease(AT, EPOCH),
                new Command.SetPolicy(AT, EPOCH, Policy.DEFAULT),
                new Command.Sweep(AT, EPOCH),
                new Command.FoundCluster(AT, EPOCH, new UUID(1, 2)),
                new Command.EnrolVoter(AT, EPOCH, new NodeId("b"), new UUID(3, 4)),
                new Command.ForgetVoter(AT, EPOCH, new NodeId("b")),
                new Command.RaiseRulesVersion(AT, EPOCH, 2));
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
}
