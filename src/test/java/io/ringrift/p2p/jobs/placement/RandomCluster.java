package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A few nodes of several kinds, some of them in use, and a queue that asks for all kinds of things.
 */
final class RandomCluster {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    private static final List<GpuCard> CARDS =
            List.of(
                    new GpuCard("H100", 80L << 30),
                    new GpuCard("A100", 40L << 30),
                    new GpuCard("A10", 24L << 30));

    private static final NodeStatus.Mandate MANDATE = new NodeStatus.Mandate("ada", "a test");

    private final SplittableRandom random;
    private Instant now = START;
    private ClusterState state = ClusterState.EMPTY;
    private final List<Candidate> views = new ArrayList<>();

    RandomCluster(long seed) {
        random = new SplittableRandom(seed);
        apply(new Command.ClaimLeadership(now, node(0), Duration.ofSeconds(30)));
        for (int version = 2; version <= RulesVersion.DATA; version++) {
            apply(new Command.RaiseRulesVersion(now, epoch(), version));
        }
        int nodes = 1 + random.nextInt(6);
        for (int i = 0; i < nodes; i++) {
            int gpus = random.nextInt(3);
            apply(
                    new Command.RegisterNode(
                            now,
                            epoch(),
                            node(i),
                            new UUID(1, i),
                            new Resources(
                                    1_000 * (1 + random.nextInt(8)),
                                    1_000 * gpus,
                                    (1L + random.nextInt(64)) << 30,
                                    (1L + random.nextInt(100)) << 30),
                            new Labels(random.nextBoolean() ? Map.of() : Map.of("z", "1")),
                            Collections.nCopies(gpus, CARDS.get(random.nextInt(3)))));
        }
        manifests(nodes);
        if (random.nextInt(3) == 0) {
            apply(new Command.CordonNode(now, node(random.nextInt(nodes)), MANDATE));
        }
        int jobs = 1 + random.nextInt(30);
        for (int i = 0; i < jobs; i++) {
            now = now.plusMillis(random.nextInt(600_000));
            submit(spec(nodes));
        }
        views(nodes);
        run(random.nextInt(4), nodes);
    }

    ClusterState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    void waitUntil(Instant time) {
        now = time;
    }

    List<Candidate> views() {
        return views.stream()
                .map(
                        view ->
                                new Candidate(
                                        Objects.requireNonNull(state.nodes().get(view.node().id())),
                                        view.barrier(),
                                        view.condition(),
                                        view.impaired(),
                                        view.power(),
                                        view.load()))
                .toList();
    }

    Explainer explainer() {
        return new Explainer(state, now, views(), PlacementPolicy.DEFAULT);
    }

    List<Plan.Assignment> round() {
        return new Plan(state, now, views(), PlacementPolicy.DEFAULT).assign(Integer.MAX_VALUE);
    }

    JobId submit(JobSpec spec) {
        JobId id =
                new JobId(
                        new UUID(
                                (now.toEpochMilli() << 16) | 0x7000 | 0xFFF,
                                random.nextLong() >>> 2 | Long.MIN_VALUE));
        apply(new Command.SubmitJob(now, id, spec, null, ""));
        return id;
    }

    void uncordon(NodeId node) {
        apply(new Command.UncordonNode(now, node, MANDATE));
    }

    void cancel(JobId id) {
        apply(new Command.CancelJob(now, id));
    }

    JobSpec spec() {
        return spec(6);
    }

    /** Some of the queue runs, some of that fails and waits for its next try. */
    private void run(int rounds, int nodes) {
        for (int i = 0; i < rounds; i++) {
            for (Plan.Assignment one : round()) {
                AttemptToken token = new AttemptToken(new UUID(random.nextLong(), 1));
                apply(
                        new Command.AssignJob(
                                now, epoch(), one.jobId(), one.attempt(), one.node(), token));
                if (random.nextInt(3) == 0) {
                    apply(
                            new Command.FailJob(
                                    now,
                                    one.jobId(),
                                    one.attempt(),
                                    token,
                                    random.nextBoolean() ? ExitReason.TRY_AGAIN : ExitReason.LOST,
                                    null,
                                    "again",
                                    random.nextInt(1_001)));
                }
            }
            submit(spec(nodes));
        }
    }

    private void views(int nodes) {
        for (int i = 0; i < nodes; i++) {
            var node = Objects.requireNonNull(state.nodes().get(node(i)));
            views.add(
                    switch (random.nextInt(8)) {
                        case 0 -> Candidate.barred(node, Obstacle.OFFLINE, "no beat for 20 s");
                        case 1 -> new Candidate(node, null, "", true, 0.1, random.nextDouble());
                        default -> Candidate.healthy(node, 0.4, random.nextDouble() * 0.8);
                    });
        }
    }

    private JobSpec spec(int nodes) {
        return new JobSpec(
                        random.nextInt(4) == 0 ? JobType.SYNC : JobType.SELFPLAY,
                        "hex" + (5 + random.nextInt(2)) + "_2p",
                        1,
                        random.nextInt(101),
                        JsonText.EMPTY,
                        random.nextInt(6) == 0 ? node(random.nextInt(nodes)) : null,
                        new Resources(
                                500 * random.nextInt(10),
                                500 * Math.max(0, random.nextInt(7) - 3),
                                (long) Math.max(0, random.nextInt(60) - 20) << 30,
                                random.nextInt(4) == 0 ? (long) random.nextInt(120) << 30 : 0),
                        requirements())
                .withNeeds(random.nextInt(8) == 0 ? needs() : null);
    }

    private static Needs needs() {
        return new Needs("hex5_2p", List.of(DataKind.MODELS), 600, null, List.of());
    }

    /** Two files, each on some nodes or on none. */
    private void manifests(int nodes) {
        for (int i = 0; i < nodes; i++) {
            List<DataFile> has = new ArrayList<>();
            for (int file = 0; file < 2; file++) {
                if (random.nextBoolean()) {
                    has.add(House.file("m" + file, file));
                }
            }
            apply(
                    new Command.RecordManifest(
                            now, epoch(), node(i), new UUID(1, i), 0, 1, has, List.of()));
        }
    }

    private @Nullable Requirements requirements() {
        return switch (random.nextInt(6)) {
            case 0 -> Requirements.NONE.withMinGpuMemory((long) random.nextInt(90) << 30);
            case 1 -> Requirements.NONE.withGpuModels(List.of("H100"));
            case 2 -> new Requirements(List.of(), 0, new TreeMap<>(), true);
            case 3 ->
                    random.nextBoolean()
                            ? null
                            : new Requirements(
                                    List.of(), 0, new TreeMap<>(Map.of("z", "1")), false);
            default -> null;
        };
    }

    private void apply(Command command) {
        Engine.Step step = Engine.apply(state, command);
        if (step.decision() instanceof Decision.Refused refused) {
            throw new AssertionError(command + ": " + refused);
        }
        state = step.state();
    }

    List<Job> queued() {
        return state.queue().stream()
                .map(key -> Objects.requireNonNull(state.open().get(key.jobId())))
                .toList();
    }

    private Epoch epoch() {
        return state.lease().epoch();
    }

    private static NodeId node(int number) {
        return new NodeId("n" + number);
    }
}
