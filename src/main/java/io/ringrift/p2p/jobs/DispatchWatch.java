package io.ringrift.p2p.jobs;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.jobs.placement.Candidate;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.MonotonicClock;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Raises an alarm when jobs are due, healthy nodes stand idle, and nothing has been dispatched for
 * a minute: either every job asks for what there is not, or something is wrong with this program.
 * Jobs that wait for data which is on its way are no reason.
 */
final class DispatchWatch {

    /** How long that may last. */
    static final Duration ALARM_AFTER = Duration.ofSeconds(60);

    /** A leader looks twice a second; what it saw longer ago says nothing about now. */
    private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

    /** Jobs that wait for data are looked at, from the front of the queue; each costs time. */
    private static final int LOOK = 100;

    private static final Logger LOG = LoggerFactory.getLogger(DispatchWatch.class);

    /**
     * Since when it has been so, as far as this leadership knows.
     *
     * @param sinceNanos when it began
     * @param seenNanos when it was last seen
     * @param alarmed whether the log has told
     */
    private record Stuck(Epoch epoch, long sinceNanos, long seenNanos, boolean alarmed) {}

    private final MonotonicClock nanos;
    private volatile @Nullable Stuck stuck;

    DispatchWatch(MonotonicClock nanos, MeterRegistry meters) {
        this.nanos = nanos;
        Gauge.builder("ringrift.p2p.dispatch.stuck", this, watch -> watch.isAlarmed() ? 1 : 0)
                .description(
                        "1 while jobs are due, nodes are idle and nothing was dispatched for 60 s")
                .strongReference(true)
                .register(meters);
    }

    /** There was something to dispatch, or nothing that waits. */
    void calm() {
        if (isAlarmed()) {
            LOG.info("Jobs are dispatched again, or none waits");
        }
        stuck = null;
    }

    /** A round found a node for none of the jobs that wait. */
    void nothingDispatched(Epoch epoch, ClusterState state, Instant now, List<Candidate> nodes) {
        long idle =
                nodes.stream()
                        .filter(one -> one.barrier() == null && one.node().takesWork())
                        .filter(one -> one.node().holds().isEmpty())
                        .count();
        JobId due = idle == 0 ? null : firstDue(state, now);
        if (due == null) {
            calm();
            return;
        }
        long seen = nanos.nanos();
        Stuck before = stuck;
        Stuck after =
                before == null || !before.epoch().equals(epoch)
                        ? new Stuck(epoch, seen, seen, false)
                        : new Stuck(epoch, before.sinceNanos(), seen, before.alarmed());
        if (!after.alarmed() && seen - after.sinceNanos() >= ALARM_AFTER.toNanos()) {
            due = firstThatLacksMoreThanTime(state, now);
            if (due == null) {
                calm();
                return;
            }
            after = new Stuck(epoch, after.sinceNanos(), seen, true);
            LOG.warn(
                    "{} jobs wait and {} nodes are idle, but nothing was dispatched for {} s; the"
                            + " first that is due is {}: GET /jobs/{}/explain says why",
                    state.queue().size(),
                    idle,
                    ALARM_AFTER.toSeconds(),
                    due,
                    due);
        }
        stuck = after;
    }

    /** Whether jobs are dispatched, or none waits. */
    boolean isCalm() {
        return stuck == null;
    }

    boolean isAlarmed() {
        Stuck now = stuck;
        return now != null
                && now.alarmed()
                && nanos.nanos() - now.seenNanos() <= KNOWN_FOR.toNanos();
    }

    private static @Nullable JobId firstDue(ClusterState state, Instant now) {
        for (QueueKey key : state.queue()) {
            Job job = state.open().get(key.jobId());
            if (job != null && isDue(job, now)) {
                return job.id();
            }
        }
        return null;
    }

    /** The first that is due and does not just wait for data that is on its way. */
    private static @Nullable JobId firstThatLacksMoreThanTime(ClusterState state, Instant now) {
        ComingData coming = new ComingData(state);
        int looked = 0;
        for (QueueKey key : state.queue()) {
            Job job = state.open().get(key.jobId());
            if (job == null || !isDue(job, now)) {
                continue;
            }
            boolean inDoubt = job.spec().needs() != null && looked++ < LOOK;
            if (job.spec().needs() == null || (inDoubt && !coming.isAwaitedBy(job))) {
                return job.id();
            }
        }
        return null;
    }

    private static boolean isDue(Job job, Instant now) {
        return job.notBefore() == null || !job.notBefore().isAfter(now);
    }
}
