package io.ringrift.p2p.sync;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/**
 * Makes the SYNC jobs that the rules ask for. Nothing is lost with a leader, since a plan needs
 * only what the state and the beats say; it is made anew when something of that has changed.
 */
final class SyncPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(SyncPlanner.class);

    /** Of the time, planning takes at most one part in so many, however much changes. */
    private static final int SHARE = 5;

    /**
     * A plan that was made and left nothing to be done at once.
     *
     * @param outlook what it was made from
     * @param lacking bytes that would have to become free somewhere to change it
     * @param atNanos when it was made
     * @param goodForNanos for how long time alone does not change it
     */
    private record Made(Outlook outlook, long lacking, long atNanos, long goodForNanos) {}

    private final CommandLog log;
    private final CommandGate gate;
    private final PeerRegistry peers;
    private final SyncPolicy policy;
    private final JobIds ids;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final Counter planned;
    private final Timer plans;
    private final Rests rests = new Rests();
    private Map<JobId, Underway.Move> before = new HashMap<>();
    private Epoch of = Epoch.NONE;
    private @Nullable Made last;
    private long pauseFromNanos;
    private long pauseNanos;

    /** For the thread that applies commands. */
    private volatile Set<JobId> moving = Set.of();

    SyncPlanner(
            CommandLog log,
            CommandGate gate,
            PeerRegistry peers,
            SyncPolicy policy,
            JobIds ids,
            Clock clock,
            MonotonicClock nanos,
            MeterRegistry meters) {
        this.log = log;
        this.gate = gate;
        this.peers = peers;
        this.policy = policy;
        this.ids = ids;
        this.clock = clock;
        this.nanos = nanos;
        this.planned = meters.counter("ringrift.p2p.sync.planned");
        this.plans = meters.timer("ringrift.p2p.sync.plan");
    }

    /** Whether a command may change what there is to plan, as far as it shows. */
    boolean isWokenBy(Applied applied) {
        return switch (applied.command()) {
            case Command.RecordManifest _, Command.RegisterNode _ -> true;
            case Command.SubmitJob submit -> submit.spec().needs() != null;
            case Command.CompleteJob ended -> moving.contains(ended.jobId());
            case Command.FailJob ended -> moving.contains(ended.jobId());
            case Command.CancelJob ended -> moving.contains(ended.jobId());
            default -> false;
        };
    }

    synchronized void round(Epoch epoch) {
        if (!epoch.equals(of)) {
            before = new HashMap<>();
            rests.clear();
            last = null;
            of = epoch;
        }
        ClusterState state = log.picture().state();
        long now = nanos.nanos();
        boolean pauses = now - pauseFromNanos < pauseNanos;
        if (pauses || !policy.enabled() || !RulesVersion.haveData(state)) {
            return;
        }
        look(state, now);
        pauseFromNanos = nanos.nanos();
        pauseNanos = (SHARE - 1) * (pauseFromNanos - now);
    }

    private void look(ClusterState state, long now) {
        Map<NodeId, DataNode> nodes = DataNode.alive(state, peers);
        Made made = last;
        boolean good = made != null && now - made.atNanos() < made.goodForNanos();
        if (made != null && good && made.outlook().isStill(state, nodes, made.lacking())) {
            return;
        }
        Outlook outlook = Outlook.of(state, nodes);
        if (made != null && good && made.outlook().leadsToTheSameAs(outlook, made.lacking())) {
            return;
        }
        last = plan(outlook, now);
        moving = Set.copyOf(before.keySet());
        plans.record(nanos.nanos() - now, TimeUnit.NANOSECONDS);
    }

    /** Plans, and returns nothing when the next round must plan again because of what was done. */
    private @Nullable Made plan(Outlook outlook, long now) {
        Underway underway = outlook.underway();
        rests.look(outlook.state(), before, underway, now);
        before = new HashMap<>(underway.moves());
        SyncPlan plan =
                new SyncPlan(
                        outlook.state().catalogue(),
                        outlook.nodes(),
                        underway,
                        policy,
                        (node, key) -> rests.hold(node, key, now));
        List<JobSpec> jobs =
                plan.of(
                        Wants.of(
                                outlook,
                                policy,
                                clock.instant(),
                                (node, key) -> rests.hold(node, key, now)));
        jobs.forEach(this::submit);
        return jobs.isEmpty() ? new Made(outlook, plan.lacking(), now, rests.nextEnd(now)) : null;
    }

    /**
     * What would move now if nothing were under way beyond what is, and what does not and why.
     * Where this node does not lead, nothing is known of rests.
     */
    synchronized PlanView show(ClusterState state) {
        Outlook outlook = Outlook.of(state, DataNode.alive(state, peers));
        long now = nanos.nanos();
        BiPredicate<NodeId, DataKey> held = (node, key) -> rests.hold(node, key, now);
        SyncPlan plan =
                new SyncPlan(state.catalogue(), outlook.nodes(), outlook.underway(), policy, held);
        var wants = Wants.of(outlook, policy, clock.instant(), held);
        List<JobSpec> jobs = plan.of(wants);
        return PlanView.of(policy.enabled(), outlook.underway(), wants, jobs, plan.heldBack());
    }

    private void submit(JobSpec job) {
        JobId id = ids.next();
        var command = new Command.SubmitJob(clock.instant(), id, job, null, "");
        if (gate.submit(command).decision() instanceof Decision.Refused refused) {
            LOG.warn("A SYNC job for {} was refused: {}", job.pinnedNode(), refused.why().code());
            return;
        }
        planned.increment();
        // It may end before the next round sees it.
        SyncOrder.read(job.metadata())
                .ifPresent(order -> before.put(id, Underway.move(job.pinnedNode(), order)));
    }
}
