package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.CancelJob;
import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.CompleteJob;
import io.ringrift.p2p.engine.Command.EnrolVoter;
import io.ringrift.p2p.engine.Command.FailJob;
import io.ringrift.p2p.engine.Command.ForgetVoter;
import io.ringrift.p2p.engine.Command.FoundCluster;
import io.ringrift.p2p.engine.Command.RaiseRulesVersion;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.ReleaseAttempt;
import io.ringrift.p2p.engine.Command.ReleaseLease;
import io.ringrift.p2p.engine.Command.RenewLease;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Command.StartJob;
import io.ringrift.p2p.engine.Command.SubmitJob;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A random history from a seed. Commands are drawn from a small world, so that they meet: few
 * nodes, few keys, and reports about attempts that are live, ended, superseded or made up.
 */
public final class History {

    /** An attempt that some assignment proposed, whether or not it was accepted. */
    private record Proposed(JobId jobId, int attempt, NodeId node, AttemptToken token) {}

    private static final ExitReason[] REASONS = ExitReason.values();

    private final SplittableRandom random;
    private final List<JobId> jobs = new ArrayList<>();
    private final List<Proposed> attempts = new ArrayList<>();
    private Instant now = House.START;

    public History(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** The next command; its sender knows the state, but not always the latest one. */
    public Command next(ClusterState state) {
        now = now.plusMillis(random.nextInt(100) == 0 ? 40_000_000 : random.nextInt(2_000));
        Epoch epoch = epoch(state);
        int dice = random.nextInt(100);
        if (state.lease().holder() == null && dice < 50) {
            return new ClaimLeadership(now, node(), Duration.ofSeconds(30));
        }
        if (dice < 24) {
            return submit();
        }
        if (dice < 46) {
            return assign(state, epoch);
        }
        if (dice < 84) {
            return report();
        }
        return switch (dice) {
            case 84, 85, 86 -> new CancelJob(now, someJob());
            case 87, 88, 89, 90 ->
                    new RegisterNode(
                            now, epoch, node(), new UUID(0, random.nextInt(3)), resources(8));
            case 91 -> new ClaimLeadership(now, node(), Duration.ofSeconds(30));
            case 92, 93 -> new RenewLease(now, epoch, Duration.ofSeconds(30));
            case 94 -> new ReleaseLease(now, epoch);
            case 95 -> new SetPolicy(now, epoch, policy());
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

    private Epoch epoch(ClusterState state) {
        long current = state.lease().epoch().value();
        return new Epoch(random.nextInt(20) == 0 ? Math.max(0, current - 1) : current);
    }

    private SubmitJob submit() {
        JobId id =
                random.nextInt(30) == 0
                        ? someJob()
                        : new JobId(
                                new UUID(
                                        (now.toEpochMilli() << 16) | 0x7000 | random.nextInt(4096),
                                        random.nextLong()));
        jobs.add(id);
        JobSpec spec =
                new JobSpec(
                        random.nextBoolean() ? JobType.SELFPLAY : JobType.EVALUATION,
                        "hex5_2p",
                        1 + random.nextInt(100),
                        random.nextInt(101),
                        JsonText.EMPTY,
                        random.nextInt(8) == 0 ? node() : null,
                        resources(3));
        IdempotencyKey key =
                random.nextInt(3) == 0 ? new IdempotencyKey("k" + random.nextInt(20)) : null;
        return new SubmitJob(now, id, spec, key, "f" + random.nextInt(2));
    }

    private AssignJob assign(ClusterState state, Epoch epoch) {
        boolean fromQueue = random.nextInt(10) > 0 && !state.queue().isEmpty();
        JobId id =
                fromQueue
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

    private Policy policy() {
        return new Policy(
                10 + random.nextInt(200),
                1 + random.nextInt(4),
                1 + random.nextInt(5),
                Duration.ofSeconds(10),
                Duration.ofMinutes(10),
                Duration.ofHours(24),
                Duration.ofDays(1 + random.nextInt(3)),
                random.nextInt(40));
    }

    private Resources resources(int most) {
        return new Resources(
                1_000 * random.nextInt(most + 1),
                1_000 * random.nextInt(2),
                (long) random.nextInt(most + 1) << 30);
    }

    private NodeId node() {
        return new NodeId("n" + random.nextInt(4));
    }

    private JobId someJob() {
        return jobs.isEmpty() ? House.job(0) : jobs.get(random.nextInt(jobs.size()));
    }
}
