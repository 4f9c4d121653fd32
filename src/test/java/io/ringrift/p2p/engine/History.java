package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.AssignPart;
import io.ringrift.p2p.engine.Command.CancelJob;
import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.CompleteJob;
import io.ringrift.p2p.engine.Command.CordonNode;
import io.ringrift.p2p.engine.Command.DrainNode;
import io.ringrift.p2p.engine.Command.EnrolVoter;
import io.ringrift.p2p.engine.Command.FailJob;
import io.ringrift.p2p.engine.Command.ForgetVoter;
import io.ringrift.p2p.engine.Command.FoundCluster;
import io.ringrift.p2p.engine.Command.LabelNode;
import io.ringrift.p2p.engine.Command.LeaveNode;
import io.ringrift.p2p.engine.Command.LoseAttempt;
import io.ringrift.p2p.engine.Command.MarkNodeOffline;
import io.ringrift.p2p.engine.Command.PurgeDeadLetter;
import io.ringrift.p2p.engine.Command.RaiseRulesVersion;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.ReleaseAttempt;
import io.ringrift.p2p.engine.Command.ReleaseLease;
import io.ringrift.p2p.engine.Command.RenewLease;
import io.ringrift.p2p.engine.Command.RetireNode;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Command.StartJob;
import io.ringrift.p2p.engine.Command.SubmitJob;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.engine.Command.UncordonNode;
import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A random history from a seed. Commands are drawn from a small world, so that they meet: few
 * nodes, few keys, and reports about attempts that are live, ended, superseded or made up.
 */
public final class History {

    /** An attempt that some assignment proposed, whether or not it was accepted. */
    private record Proposed(JobId jobId, int attempt, NodeId node, AttemptToken token) {}

    private static final ExitReason[] REASONS = ExitReason.values();
    private static final DrainMode[] DRAINS = DrainMode.values();

    private final SplittableRandom random;
    private final List<JobId> jobs = new ArrayList<>();
    private final List<Proposed> attempts = new ArrayList<>();
    private final RandomRestores restores;
    private Instant now = House.START;

    public History(long seed) {
        this.random = new SplittableRandom(seed);
        this.restores = new RandomRestores(random);
    }

    /** The next command; its sender may know an older state. */
    public Command next(ClusterState state) {
        now = now.plusMillis(random.nextInt(100) == 0 ? 40_000_000 : random.nextInt(2_000));
        Epoch epoch = epoch(state);
        int dice = random.nextInt(100);
        if (state.lease().holder() == null && dice < 50) {
            return new ClaimLeadership(now, node(), Duration.ofSeconds(30));
        }
        Command restore = restores.next(state, now, epoch);
        if (restore != null) {
            return restore;
        }
        if (dice < 14 && RulesVersion.haveTraining(state)) {
            return RandomTraining.next(random, state, now, epoch, this::newTrackedJob);
        }
        if (dice < 24) {
            return submit();
        }
        if (dice < 46) {
            return random.nextInt(5) == 0 ? assignPart(state, epoch) : assign(state, epoch);
        }
        if (dice < 80) {
            return dice > 77 && RulesVersion.haveRetention(state)
                    ? RandomDataOrders.next(random, state, now, epoch, node())
                    : report();
        }
        return switch (dice) {
            case 84, 85 -> new CancelJob(now, someJob());
            case 86 -> new PurgeDeadLetter(now, deadLetter(state));
            case 87, 88, 89, 90 ->
                    new RegisterNode(
                            now,
                            epoch,
                            node(),
                            new UUID(0, random.nextInt(3)),
                            resources(8),
                            labels(),
                            gpus());
            case 80, 81, 82, 83 -> nodeCommand(state, epoch);
            case 91 -> new ClaimLeadership(now, node(), Duration.ofSeconds(30));
            case 92, 93 -> new RenewLease(now, epoch, Duration.ofSeconds(30));
            case 94 -> new ReleaseLease(now, epoch);
            case 95 -> new SetPolicy(now, epoch, RandomPolicies.next(random));
            case 96 -> new FoundCluster(now, epoch, new UUID(0, random.nextInt(3)));
            case 97 -> new EnrolVoter(now, epoch, node(), new UUID(0, random.nextInt(3)));
            case 98 -> new ForgetVoter(now, epoch, node());
            default ->
                    random.nextInt(4) == 0
                            ? new RaiseRulesVersion(
                                    now, epoch, state.rulesVersion() + random.nextInt(3))
                            : new Sweep(now, epoch);
        };
    }

    private JobId deadLetter(ClusterState state) {
        return state.finished().values().stream()
                .filter(Job::isDeadLetter)
                .map(Job::id)
                .findFirst()
                .orElseGet(this::someJob);
    }

    private Command nodeCommand(ClusterState state, Epoch epoch) {
        NodeId node = node();
        Mandate mandate = new Mandate("somebody", "for a reason");
        return switch (random.nextInt(18)) {
            case 16, 17 -> RandomManifests.next(random, state, now, epoch, node);
            case 0, 1, 2 ->
                    new MarkNodeOffline(
                            now,
                            epoch,
                            node,
                            incarnation(state, node),
                            Duration.ofSeconds(random.nextInt(100)));
            case 3 -> new LeaveNode(now, node, incarnation(state, node));
            case 4 -> new CordonNode(now, node, mandate);
            case 5, 6, 7 -> new UncordonNode(now, node, mandate);
            case 8 ->
                    new DrainNode(
                            now,
                            node,
                            mandate,
                            new Drain(
                                    DRAINS[random.nextInt(DRAINS.length)],
                                    random.nextBoolean() ? null : now.plusSeconds(60)));
            case 9 -> new LabelNode(now, node, mandate, Labels.NONE.under(known(labels())));
            case 10 -> new RetireNode(now, node, mandate);
            case 11, 12 -> RandomLateReports.next(random, state, now);
            default -> lose(state, epoch);
        };
    }

    private UUID incarnation(ClusterState state, NodeId id) {
        ClusterNode node = state.nodes().get(id);
        return node == null || random.nextInt(6) == 0 ? new UUID(9, 9) : node.incarnation();
    }

    /** Mostly of a node that is gone. */
    private Command lose(ClusterState state, Epoch epoch) {
        Proposed p =
                state.nodes().values().stream()
                        .filter(node -> node.presence() != Presence.PRESENT)
                        .flatMap(History::held)
                        .findFirst()
                        .orElseGet(this::someAttempt);
        return new LoseAttempt(
                now,
                epoch,
                p.node(),
                p.jobId(),
                p.attempt(),
                p.token(),
                random.nextBoolean(),
                "its node is gone");
    }

    private static Stream<Proposed> held(ClusterNode node) {
        return node.holds().entrySet().stream()
                .map(
                        hold ->
                                new Proposed(
                                        hold.getKey(),
                                        hold.getValue().attempt(),
                                        node.id(),
                                        hold.getValue().token()));
    }

    private Proposed someAttempt() {
        if (attempts.isEmpty()) {
            return new Proposed(someJob(), 1, node(), House.token(0, 0));
        }
        return attempts.get(attempts.size() - 1 - random.nextInt(Math.min(attempts.size(), 40)));
    }

    private @Nullable Labels labels() {
        return random.nextInt(4) == 0 ? null : new Labels(Map.of("zone", "z" + random.nextInt(2)));
    }

    private static Labels known(@Nullable Labels labels) {
        return labels == null ? Labels.NONE : labels;
    }

    private Epoch epoch(ClusterState state) {
        long current = state.lease().epoch().value();
        return new Epoch(random.nextInt(20) == 0 ? Math.max(0, current - 1) : current);
    }

    private SubmitJob submit() {
        JobId id = random.nextInt(30) == 0 ? someJob() : newJob();
        jobs.add(id);
        JobSpec spec =
                new JobSpec(
                        random.nextBoolean() ? JobType.SELFPLAY : JobType.EVALUATION,
                        "hex5_2p",
                        1 + random.nextInt(100),
                        random.nextInt(101),
                        JsonText.EMPTY,
                        random.nextInt(8) == 0 ? node() : null,
                        resources(3),
                        requirements(),
                        random.nextInt(6) == 0 ? 60 : null,
                        null,
                        random.nextInt(30) == 0 ? RandomManifests.needs(random) : null);
        IdempotencyKey key =
                random.nextInt(3) == 0 ? new IdempotencyKey("k" + random.nextInt(20)) : null;
        return new SubmitJob(now, id, spec, key, "f" + random.nextInt(2));
    }

    private AssignJob assign(ClusterState state, Epoch epoch) {
        boolean fromQueue = random.nextInt(10) > 0 && !state.queue().isEmpty();
        JobId learner = RandomTraining.waiting(random, state);
        JobId id =
                learner != null
                        ? learner
                        : fromQueue
                                ? state.queue().stream()
                                        .skip(random.nextInt(state.queue().size()))
                                        .findFirst()
                                        .orElseThrow()
                                        .jobId()
                                : someJob();
        var job = state.open().get(id);
        int number = job == null || random.nextInt(20) == 0 ? 1 : job.attempts().size() + 1;
        Proposed proposed =
                new Proposed(
                        id,
                        number,
                        node(),
                        new AttemptToken(new UUID(random.nextLong(), random.nextLong())));
        attempts.add(proposed);
        return new AssignJob(now, epoch, id, number, proposed.node(), proposed.token());
    }

    private Command assignPart(ClusterState state, Epoch epoch) {
        Job whole =
                state.queue().stream()
                        .map(key -> state.open().get(key.jobId()))
                        .filter(job -> job != null && job.spec().isDivisible())
                        .findFirst()
                        .orElse(null);
        JobId part = newJob();
        jobs.add(part);
        Proposed proposed =
                new Proposed(
                        part,
                        1,
                        node(),
                        new AttemptToken(new UUID(random.nextLong(), random.nextLong())));
        attempts.add(proposed);
        int rest = whole == null ? 10 : whole.restGames();
        return new AssignPart(
                now,
                epoch,
                whole == null ? someJob() : whole.id(),
                part,
                random.nextBoolean() ? rest : 1 + random.nextInt(rest + 1),
                proposed.node(),
                proposed.token());
    }

    private Command report() {
        if (attempts.isEmpty()) {
            return new CancelJob(now, someJob());
        }
        int recent = Math.min(attempts.size(), random.nextInt(5) == 0 ? 100 : 12);
        Proposed p = attempts.get(attempts.size() - 1 - random.nextInt(recent));
        return switch (random.nextInt(10)) {
            case 0, 1, 2 -> new StartJob(now, p.jobId(), p.attempt(), p.token());
            case 3, 4, 5 ->
                    new CompleteJob(
                            now,
                            p.jobId(),
                            p.attempt(),
                            p.token(),
                            "/out",
                            random.nextInt(100),
                            JsonText.EMPTY);
            case 6, 7 ->
                    new FailJob(
                            now,
                            p.jobId(),
                            p.attempt(),
                            p.token(),
                            REASONS[random.nextInt(REASONS.length)],
                            random.nextBoolean() ? null : random.nextInt(256),
                            "it ended",
                            random.nextInt(1_001));
            default -> new ReleaseAttempt(now, p.node(), p.jobId(), p.attempt(), p.token());
        };
    }

    private Resources resources(int most) {
        return new Resources(
                1_000 * random.nextInt(most + 1),
                1_000 * random.nextInt(2),
                (long) random.nextInt(most + 1) << 30,
                random.nextInt(8) < 7 ? 0L : (long) random.nextInt(most + 1) << 30);
    }

    private @Nullable Requirements requirements() {
        return switch (random.nextInt(8)) {
            case 0 -> Requirements.NONE.withMinGpuMemory((long) random.nextInt(100) << 30);
            case 1 -> Requirements.NONE.withGpuModels(List.of("A100"));
            case 2 -> new Requirements(List.of(), 0, new TreeMap<>(), true);
            default -> null;
        };
    }

    private List<GpuCard> gpus() {
        return random.nextBoolean() ? List.of() : List.of(new GpuCard("A100", 80L << 30));
    }

    private NodeId node() {
        return new NodeId("n" + random.nextInt(4));
    }

    private JobId newJob() {
        return new JobId(
                new UUID(
                        (now.toEpochMilli() << 16) | 0x7000 | random.nextInt(4096),
                        random.nextLong()));
    }

    private JobId newTrackedJob() {
        jobs.add(newJob());
        return jobs.getLast();
    }

    private JobId someJob() {
        return jobs.isEmpty() ? House.job(0) : jobs.get(random.nextInt(jobs.size()));
    }
}
