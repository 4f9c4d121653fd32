package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.CompleteJob;
import io.ringrift.p2p.engine.Command.StartJob;
import io.ringrift.p2p.engine.Command.SubmitJob;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.UUID;

/** A cluster as benchmarks need it: realistic commands from a seed, and the state they lead to. */
public final class BenchCluster {

    /** The leadership of every command. */
    public static final Epoch EPOCH = new Epoch(1);

    public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final int NODES = 1_000;

    private final SplittableRandom random;
    private final boolean withKeys;
    private final ArrayDeque<JobId> queued = new ArrayDeque<>();
    private ClusterState state = ClusterState.EMPTY;
    private long millis;

    public BenchCluster(long seed, boolean withKeys, int keepFinished) {
        this(seed, withKeys, keepFinished, NODES);
    }

    /** A cluster without nodes, under the latest rules. */
    public static BenchCluster empty(long seed, int keepFinished) {
        return new BenchCluster(seed, false, keepFinished, 0);
    }

    private BenchCluster(long seed, boolean withKeys, int keepFinished, int nodes) {
        this.random = new SplittableRandom(seed);
        this.withKeys = withKeys;
        apply(new Command.ClaimLeadership(now(), node(0), Duration.ofSeconds(30)));
        for (int rules = 2; rules <= RulesVersion.known(); rules++) {
            apply(new Command.RaiseRulesVersion(now(), EPOCH, rules));
        }
        Policy d = Policy.DEFAULT;
        apply(
                new Command.SetPolicy(
                        now(),
                        EPOCH,
                        new Policy(
                                1_000_000,
                                d.maxAttempts(),
                                d.maxLost(),
                                d.backoffBase(),
                                d.backoffMax(),
                                // A day of keys would grow for as long as a benchmark runs.
                                Duration.ofMinutes(1),
                                d.keepFinishedFor(),
                                keepFinished,
                                d.nodes())));
        Resources offer = new Resources(1_000_000, 8_000, 4L << 40);
        for (int i = 0; i < nodes; i++) {
            apply(new Command.RegisterNode(now(), EPOCH, node(i), uuid(), offer, null));
        }
    }

    public ClusterState state() {
        return state;
    }

    /** Applies a command that must be accepted. */
    public void apply(Command command) {
        Engine.Step step = Engine.apply(state, command);
        if (step.decision() instanceof Decision.Refused refused) {
            throw new IllegalStateException(refused.toString());
        }
        state = step.state();
    }

    /** A job that was not there before. */
    public SubmitJob submit() {
        JobSpec spec =
                new JobSpec(
                        JobType.SELFPLAY,
                        "hex" + (5 + random.nextInt(4)) + "_2p",
                        100,
                        random.nextInt(101),
                        new JsonText(
                                "{\"model\":\"sha256:"
                                        + Long.toHexString(random.nextLong())
                                        + "\",\"note\":\"nightly self-play run "
                                        + random.nextInt(1_000_000)
                                        + "\"}"),
                        null,
                        new Resources(1_000, 0, 1L << 30));
        IdempotencyKey key = withKeys ? new IdempotencyKey(uuid().toString()) : null;
        String fingerprint = withKeys ? uuid().toString() + uuid() : "";
        return new SubmitJob(now(), newId(), spec, key, fingerprint);
    }

    /** Takes {@code count} jobs in. */
    public void fill(int count) {
        for (int i = 0; i < count; i++) {
            submitOne();
        }
    }

    public void submitOne() {
        SubmitJob submit = submit();
        apply(submit);
        queued.add(submit.jobId());
    }

    /** Sends the job that waits longest to some node. */
    public AssignJob assignOldest() {
        AssignJob assign =
                new AssignJob(
                        now(),
                        EPOCH,
                        queued.remove(),
                        1,
                        node(random.nextInt(NODES)),
                        new AttemptToken(uuid()));
        apply(assign);
        return assign;
    }

    public AssignJob startOldest() {
        AssignJob assign = assignOldest();
        apply(start(assign));
        return assign;
    }

    /** Submit, assign, start, complete: four commands, as many open jobs as before. */
    public void oneLife() {
        submitOne();
        apply(complete(startOldest()));
    }

    public StartJob start(AssignJob assign) {
        return new StartJob(now(), assign.jobId(), assign.attempt(), assign.token());
    }

    public CompleteJob complete(AssignJob assign) {
        return new CompleteJob(
                now(),
                assign.jobId(),
                assign.attempt(),
                assign.token(),
                "/data/jobs/" + assign.jobId() + "/1",
                100,
                new JsonText("{\"games\":100,\"seconds\":" + random.nextInt(600) + "}"));
    }

    public void sweep() {
        apply(new Sweep(now(), EPOCH));
    }

    public Instant now() {
        return START.plusMillis(millis++ / 5);
    }

    /** A version 7 UUID of the next moment. */
    public JobId newId() {
        long time = now().toEpochMilli();
        long high = (time << 16) | 0x7000 | random.nextInt(0x1000);
        return new JobId(new UUID(high, random.nextLong() >>> 2 | Long.MIN_VALUE));
    }

    private UUID uuid() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    private static NodeId node(int number) {
        return new NodeId("node-" + number);
    }
}
