package io.ringrift.p2p.sync;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the SYNC jobs that the rules ask for. Each round looks at the catalogue anew, so nothing is
 * lost with a leader; what has just failed is remembered in memory only.
 */
final class SyncPlanner {

    private static final Logger LOG = LoggerFactory.getLogger(SyncPlanner.class);

    /** A node says by itself what it has got; until then nobody sends it again. */
    static final Duration SETTLE = Duration.ofSeconds(60);

    static final Duration FIRST_REST = Duration.ofSeconds(30);
    static final Duration LONGEST_REST = Duration.ofHours(1);

    /** People who cancel a job do not want it back at once. */
    static final Duration REST_AFTER_CANCEL = Duration.ofMinutes(10);

    private static final int MAX_NOTES = 100_000;

    private record Pair(NodeId receiver, DataKey key) {}

    /** What became of the last try. */
    private record Note(boolean arrived, int failures, long untilNanos) {}

    private final CommandLog log;
    private final CommandGate gate;
    private final PeerRegistry peers;
    private final SyncPolicy policy;
    private final JobIds ids;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final Counter planned;
    private Map<JobId, Underway.Move> before = new HashMap<>();
    private final Map<Pair, Note> notes = new HashMap<>();
    private Epoch of = Epoch.NONE;

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
    }

    void round(Epoch epoch) {
        if (!epoch.equals(of)) {
            before = new HashMap<>();
            notes.clear();
            of = epoch;
        }
        ClusterState state = log.picture().state();
        if (!policy.enabled() || !RulesVersion.haveData(state)) {
            return;
        }
        Underway underway = Underway.of(state);
        noteEnds(state, underway);
        notes.forEach(
                (pair, note) -> {
                    if (note.arrived()) {
                        underway.hasJustArrived(pair.receiver(), pair.key());
                    }
                });
        Map<NodeId, DataNode> nodes = DataNode.alive(state, peers);
        SyncPlan plan = new SyncPlan(state.catalogue(), nodes, underway, policy, this::rests);
        for (JobSpec job : plan.of(Wants.of(state, nodes, underway, policy, this::rests))) {
            submit(job);
        }
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

    private void noteEnds(ClusterState state, Underway underway) {
        long now = nanos.nanos();
        before.forEach(
                (id, move) -> {
                    Job job = state.finished().get(id);
                    if (!underway.moves().containsKey(id)
                            && job != null
                            && move.receiver() != null) {
                        note(job.status(), move.receiver(), move.order().files(), now);
                    }
                });
        before = new HashMap<>(underway.moves());
        notes.keySet().removeIf(pair -> hasArrived(state, pair));
        notes.values().removeIf(note -> !note.arrived() && isOver(note, now));
        notes.replaceAll(
                (_, note) ->
                        note.arrived() && now - note.untilNanos() > 0 ? failed(note, now) : note);
    }

    /** A job that says that all is well and brings nothing has failed, too. */
    private static Note failed(@Nullable Note last, long now) {
        int failures = last == null ? 0 : last.failures();
        return new Note(false, failures + 1, now + rest(failures).toNanos());
    }

    private static boolean hasArrived(ClusterState state, Pair pair) {
        var held = state.catalogue().files().get(pair.key());
        return held == null || held.holders().contains(pair.receiver());
    }

    /** Failures are remembered for longer than they hold, so that the next rest is longer. */
    private static boolean isOver(Note note, long now) {
        return now - note.untilNanos() > LONGEST_REST.toNanos();
    }

    private void note(JobStatus status, NodeId receiver, List<DataKey> files, long now) {
        for (DataKey key : files) {
            Pair pair = new Pair(receiver, key);
            Note last = notes.get(pair);
            int failures = last == null ? 0 : last.failures();
            if (last == null && notes.size() >= MAX_NOTES) {
                return;
            }
            notes.put(
                    pair,
                    switch (status) {
                        case COMPLETED -> new Note(true, failures, now + SETTLE.toNanos());
                        case CANCELLED ->
                                new Note(false, failures, now + REST_AFTER_CANCEL.toNanos());
                        case FAILED, PENDING, RUNNING -> failed(last, now);
                    });
        }
    }

    private static Duration rest(int failures) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures, 10));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    private boolean rests(NodeId receiver, DataKey key) {
        Note note = notes.get(new Pair(receiver, key));
        return note != null && !note.arrived() && note.untilNanos() - nanos.nanos() > 0;
    }
}
