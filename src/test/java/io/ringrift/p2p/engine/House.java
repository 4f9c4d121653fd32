package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.CancelJob;
import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.CompleteJob;
import io.ringrift.p2p.engine.Command.FailJob;
import io.ringrift.p2p.engine.Command.LoseAttempt;
import io.ringrift.p2p.engine.Command.MarkNodeOffline;
import io.ringrift.p2p.engine.Command.NoteLateReport;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.ReleaseAttempt;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Command.StartJob;
import io.ringrift.p2p.engine.Command.SubmitJob;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * A cluster in a test's hand: a state, a clock that the test moves, and short words for commands.
 * Every step checks the invariants. Job 7 and node "a" are what {@code job(7)}, {@code "a"} say.
 */
public final class House {

    public static final Instant START = Instant.parse("2026-11-22T12:00:00Z");
    public static final Resources ONE_CORE = new Resources(1_000, 0, 1L << 30);
    public static final Resources FOUR_CORES = new Resources(4_000, 0, 8L << 30);

    private ClusterState state = ClusterState.EMPTY;
    private Instant now = START;

    /** One leader and no nodes. */
    public static House led() {
        House house = new House();
        house.accept(new ClaimLeadership(house.now, new NodeId("a"), Duration.ofSeconds(30)));
        return house;
    }

    /** One leader and nodes of four cores each. */
    public static House with(String... nodes) {
        House house = led();
        for (String node : nodes) {
            house.accept(house.register(node, 1, FOUR_CORES));
        }
        return house;
    }

    /** From now on the rules of that version hold. */
    public House ruled(int version) {
        state = state.withRules(version);
        return this;
    }

    public ClusterState state() {
        return state;
    }

    public Instant now() {
        return now;
    }

    public Epoch epoch() {
        return state.lease().epoch();
    }

    /** Lets time pass. */
    public House after(Duration time) {
        now = now.plus(time);
        return this;
    }

    public Decision apply(Command command) {
        ClusterState before = state;
        Engine.Step step = Engine.apply(before, command);
        assertThat(Engine.decide(before, command)).isEqualTo(step.decision());
        if (step.decision() instanceof Decision.Refused) {
            assertThat(step.state()).isSameAs(before);
        }
        state = step.state();
        assertThat(Invariants.check(state)).as("after %s", command).isEmpty();
        return step.decision();
    }

    /** Applies one of many commands without looking at the whole state after it. */
    void quietly(Command command) {
        Engine.Step step = Engine.apply(state, command);
        assertThat(step.decision()).isInstanceOf(Decision.Accepted.class);
        state = step.state();
    }

    /** Applies a command that must be accepted; returns what happened. */
    public java.util.List<Event> accept(Command command) {
        Decision decision = apply(command);
        assertThat(decision).as("%s", command).isInstanceOf(Decision.Accepted.class);
        return ((Decision.Accepted) decision).events();
    }

    /** Applies a command that must be refused; returns why. */
    public Rejection refuse(Command command) {
        Decision decision = apply(command);
        assertThat(decision).as("%s", command).isInstanceOf(Decision.Refused.class);
        return ((Decision.Refused) decision).why();
    }

    public static JobId job(int number) {
        return new JobId(new UUID(0x0190_0000_0000_7000L + ((long) number << 16), 1));
    }

    public static AttemptToken token(int job, int attempt) {
        return new AttemptToken(new UUID(job, attempt));
    }

    public Job get(int number) {
        return Objects.requireNonNull(state.job(job(number)), () -> "no job " + number);
    }

    public Attempt attempt(int number) {
        return Objects.requireNonNull(get(number).lastAttempt());
    }

    public ClusterNode node(String id) {
        return Objects.requireNonNull(state.nodes().get(new NodeId(id)));
    }

    public static JobSpec spec(int priority, @Nullable String pinned, Resources resources) {
        return new JobSpec(
                JobType.SELFPLAY,
                "hex5_2p",
                50,
                priority,
                JsonText.EMPTY,
                pinned == null ? null : new NodeId(pinned),
                resources);
    }

    public SubmitJob submit(int number) {
        return submit(number, spec(50, null, ONE_CORE));
    }

    public SubmitJob submit(int number, JobSpec spec) {
        return new SubmitJob(now, job(number), spec, null, "");
    }

    public SubmitJob submit(int number, String key, String fingerprint) {
        return new SubmitJob(
                now, job(number), spec(50, null, ONE_CORE), new IdempotencyKey(key), fingerprint);
    }

    public CancelJob cancel(int number) {
        return new CancelJob(now, job(number));
    }

    public AssignJob assign(int number, int attempt, String node) {
        return new AssignJob(
                now, epoch(), job(number), attempt, new NodeId(node), token(number, attempt));
    }

    /** Gives a part of a job to a node; the part is a job with a number of its own. */
    public Command.AssignPart assignPart(int whole, int part, int games, String node) {
        return new Command.AssignPart(
                now, epoch(), job(whole), job(part), games, new NodeId(node), token(part, 1));
    }

    public StartJob start(int number, int attempt) {
        return new StartJob(now, job(number), attempt, token(number, attempt));
    }

    public CompleteJob complete(int number, int attempt) {
        return new CompleteJob(
                now,
                job(number),
                attempt,
                token(number, attempt),
                "/out/" + number,
                50,
                new JsonText("{\"games\":50}"));
    }

    public FailJob fail(int number, int attempt, ExitReason reason) {
        return new FailJob(
                now,
                job(number),
                attempt,
                token(number, attempt),
                reason,
                reason == ExitReason.LOST ? null : 1,
                "it said " + reason,
                1_000);
    }

    public ReleaseAttempt release(int number, int attempt, String node) {
        return new ReleaseAttempt(
                now, new NodeId(node), job(number), attempt, token(number, attempt));
    }

    public RegisterNode register(String node, int incarnation, Resources offered) {
        return new RegisterNode(
                now, epoch(), new NodeId(node), new UUID(0, incarnation), offered, null);
    }

    /** The leader misses a node. */
    public MarkNodeOffline offline(String node) {
        ClusterNode known = state.nodes().get(new NodeId(node));
        return new MarkNodeOffline(
                now,
                epoch(),
                new NodeId(node),
                known == null ? new UUID(0, 0) : known.incarnation(),
                Duration.ofSeconds(15));
    }

    public LoseAttempt lose(int number, int attempt, String node, boolean certainlyDead) {
        return new LoseAttempt(
                now,
                epoch(),
                new NodeId(node),
                job(number),
                attempt,
                token(number, attempt),
                certainlyDead,
                "node " + node + " is gone");
    }

    /** An agent says late that all went well. */
    public NoteLateReport noteLate(int number, int attempt) {
        return new NoteLateReport(
                now,
                job(number),
                token(number, attempt),
                new Attempt.LateReport(now, ExitReason.DONE, 50, "/out/" + number));
    }

    /** A model; the number stands for its content. */
    public static DataFile file(String name, int content) {
        String hex = String.format("%064x", content);
        return new DataFile(
                new DataKey(DataKind.MODELS, new DataPath("hex5_2p/" + name), new Sha256(hex)),
                "hex5_2p",
                1_000,
                0,
                Producer.of(new NodeId("a")),
                START);
    }

    public Command.RecordManifest manifest(
            String node, long base, long version, DataFile... added) {
        ClusterNode known = state.nodes().get(new NodeId(node));
        return new Command.RecordManifest(
                now,
                epoch(),
                new NodeId(node),
                known == null ? new UUID(0, 0) : known.incarnation(),
                base,
                version,
                List.of(added),
                List.of());
    }

    /** Somebody outside who wants to be told of these. */
    public WebhookOrder.CreateEndpoint endpoint(String id, String... events) {
        return new WebhookOrder.CreateEndpoint(
                now,
                new NodeStatus.Mandate("ann", "wants to know"),
                new EndpointId(id),
                new EndpointSettings(
                        "https://example.com/" + id, List.of(events), WebhookFormat.STANDARD),
                secret(id.hashCode()));
    }

    public static SigningSecret secret(int seed) {
        byte[] key = new byte[32];
        key[0] = (byte) seed;
        return SigningSecret.of(key);
    }

    public Sweep sweep() {
        return new Sweep(now, epoch());
    }

    public SetPolicy policy(Policy policy) {
        return new SetPolicy(now, epoch(), policy);
    }

    /** The default policy with other limits for what a sweep keeps. */
    public static Policy keeping(Duration finishedFor, int finished) {
        Policy d = Policy.DEFAULT;
        return new Policy(
                d.maxOpenJobs(),
                d.maxAttempts(),
                d.maxLost(),
                d.backoffBase(),
                d.backoffMax(),
                d.keepKeys(),
                finishedFor,
                finished,
                d.nodes());
    }

    /** Takes a job in, hands it to a node and starts it. */
    public House running(int number, String node) {
        accept(submit(number));
        accept(assign(number, 1, node));
        accept(start(number, 1));
        return this;
    }

    public House completed(int number, String node) {
        running(number, node);
        accept(complete(number, 1));
        return this;
    }

    private static final UUID RESTORE = new UUID(7, 7);

    /** Made once: it is large. */
    private static final class LivedIn {

        private static final ClusterState STATE = state();

        private LivedIn() {}

        private static ClusterState state() {
            House old = with("a", "b");
            for (int job = 100; job < 100 + 2 * Restoration.MAX_ROWS; job++) {
                old.accept(old.submit(job, "old-" + job, ""));
            }
            return old.completed(1, "a").running(2, "b").state();
        }
    }

    /** A house that was lived in. */
    public static ClusterState livedIn() {
        return LivedIn.STATE;
    }

    /** The same in parts. */
    public static List<ClusterState> backup() {
        return Restoration.parts(livedIn());
    }

    public Command.BeginRestore beginRestore(int parts) {
        return new Command.BeginRestore(now, epoch(), RESTORE, parts, new Epoch(5), 1);
    }

    public Command.RestorePart restorePart(int number) {
        return new Command.RestorePart(now, epoch(), RESTORE, number, backup().get(number));
    }

    public Command.FinishRestore finishRestore() {
        return new Command.FinishRestore(now, epoch(), RESTORE);
    }
}
