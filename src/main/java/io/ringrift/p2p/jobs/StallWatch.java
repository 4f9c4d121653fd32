package io.ringrift.p2p.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.peers.Peer;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Ends attempts that have said how far they are and then stood still for longer than their type
 * allows. The agent is told to stop what is left of them; a new leader begins to count anew.
 */
final class StallWatch {

    private static final Logger LOG = LoggerFactory.getLogger(StallWatch.class);

    /** How far an attempt was, and since when. */
    private record Mark(Progress progress, long sinceNanos) {}

    private final CommandLog log;
    private final CommandGate gate;
    private final PeerRegistry peers;
    private final Function<JobType, Duration> stallAfter;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final Counter stalled;
    private Map<AttemptToken, Mark> marks = new HashMap<>();
    private Epoch of = Epoch.NONE;

    /**
     * @param stallAfter how long an attempt may stand still, zero for ever
     */
    StallWatch(
            CommandLog log,
            CommandGate gate,
            PeerRegistry peers,
            Function<JobType, Duration> stallAfter,
            Clock clock,
            MonotonicClock nanos,
            MeterRegistry meters) {
        this.log = log;
        this.gate = gate;
        this.peers = peers;
        this.stallAfter = stallAfter;
        this.clock = clock;
        this.nanos = nanos;
        this.stalled = meters.counter("ringrift.p2p.jobs.stalled");
    }

    void round(Epoch epoch) {
        if (!epoch.equals(of)) {
            marks = new HashMap<>();
            of = epoch;
        }
        ClusterState state = log.picture().state();
        Map<AttemptToken, Mark> seen = new HashMap<>();
        for (Peer peer : peers.all()) {
            // Whoever is silent is judged by its silence.
            boolean speaks = peers.health(peer, state.nodes().get(peer.id())).health().isAlive();
            for (RunningAttempt one : peer.beat().attempts()) {
                look(state, one, speaks, seen);
            }
        }
        marks = seen;
    }

    private void look(
            ClusterState state, RunningAttempt one, boolean speaks, Map<AttemptToken, Mark> seen) {
        Progress progress = one.progress();
        Job job = state.open().get(one.jobId());
        Attempt live = job == null ? null : job.liveAttempt();
        if (progress == null || job == null || live == null || !live.token().equals(one.token())) {
            return;
        }
        long now = nanos.nanos();
        Mark known = marks.get(one.token());
        Mark mark =
                speaks && known != null && known.progress().equals(progress)
                        ? known
                        : new Mark(progress, now);
        seen.put(one.token(), mark);
        Duration still = Duration.ofNanos(now - mark.sinceNanos());
        Duration most = stallAfter.apply(job.spec().type());
        if (!most.isZero() && still.compareTo(most) > 0) {
            end(state, job, live, progress, still);
        }
    }

    private void end(ClusterState state, Job job, Attempt live, Progress progress, Duration still) {
        if (!RulesVersion.havePlacement(state)) {
            return;
        }
        String message =
                "no progress for %d s at %d of %d %s"
                        .formatted(
                                still.toSeconds(),
                                progress.done(),
                                progress.total(),
                                progress.unit());
        LOG.warn(
                "Attempt {} of job {} on {} stalled: {}",
                live.number(),
                job.id(),
                live.node(),
                message);
        gate.submit(
                new Command.FailJob(
                        clock.instant(),
                        job.id(),
                        live.number(),
                        live.token(),
                        ExitReason.STALLED,
                        null,
                        message,
                        0));
        stalled.increment();
    }
}
