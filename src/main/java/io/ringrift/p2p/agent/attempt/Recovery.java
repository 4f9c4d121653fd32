package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.agent.attempt.LiveAttempt.Running;
import io.ringrift.p2p.agent.process.JobProcess;
import io.ringrift.p2p.agent.process.Launcher;
import io.ringrift.p2p.agent.process.ProcessIdentity;
import io.ringrift.p2p.agent.template.Templates;
import io.ringrift.p2p.model.wire.AttemptReport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/** Takes over what an earlier life of the agent left behind. */
final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final AttemptStore store;
    private final Launcher launcher;
    private final Judge judge;
    private final Reaper reaper;
    private final Outbox outbox;
    private final AttemptMeters meters;
    private final Leases leases;
    private final InstantSource clock;

    Recovery(
            AttemptStore store,
            Launcher launcher,
            Judge judge,
            Reaper reaper,
            Outbox outbox,
            AttemptMeters meters,
            Leases leases,
            InstantSource clock) {
        this.store = store;
        this.launcher = launcher;
        this.judge = judge;
        this.reaper = reaper;
        this.outbox = outbox;
        this.meters = meters;
        this.leases = leases;
        this.clock = clock;
    }

    /**
     * @param hold takes each attempt that still counts, before anything is done about it
     */
    void run(Consumer<LiveAttempt> hold) throws IOException {
        for (AttemptKey key : store.marked()) {
            AttemptFolder folder = store.folder(key);
            Optional<AttemptRecord> record = store.readRecord(folder);
            if (record.isEmpty()) {
                // It never got as far as a process; the leader will order it again.
                store.forget(key);
                continue;
            }
            LiveAttempt attempt = new LiveAttempt(key, record.get().order(), folder);
            hold.accept(attempt);
            Optional<AttemptReport> end = store.readEnd(folder);
            if (end.isPresent()) {
                reaper.publish(attempt, end.get());
            } else {
                takeOver(attempt, record.get());
            }
        }
    }

    private void takeOver(LiveAttempt attempt, AttemptRecord record) throws IOException {
        ProcessIdentity known = record.process();
        Optional<JobProcess> process =
                known == null
                        ? launcher.find(Templates.mark(attempt.token()))
                        : Optional.of(
                                launcher.adopt(
                                        known, record.ownGroup(), Templates.mark(attempt.token())));
        if (process.isEmpty()) {
            LOG.info("{} has no process any more.", attempt.key());
            reaper.finish(attempt, judge.judge(attempt, record.resultRequired(), null));
            return;
        }
        AttemptRecord found = record.running(process.get().identity(), process.get().hasOwnGroup());
        if (known == null) {
            store.save(attempt.folder(), found);
        }
        resume(attempt, new Running(process.get(), found));
    }

    private void resume(LiveAttempt attempt, Running running) {
        attempt.running(running);
        leases.adopt(attempt);
        if (running.process().isAlive()) {
            LOG.info("{} still runs as process {}.", attempt.key(), running.process().identity());
            meters.adopted();
            outbox.add(Starter.started(attempt));
            reaper.watch(attempt, running, timeLeft(running.record()));
        } else {
            reaper.ended(attempt, running, null);
        }
    }

    /** Zero when unlimited; a limit that has passed leaves the smallest time there is. */
    private Duration timeLeft(AttemptRecord record) {
        if (record.timeoutMillis() == 0) {
            return Duration.ZERO;
        }
        Duration left =
                Duration.ofMillis(record.timeoutMillis())
                        .minus(Duration.between(record.startedAt(), clock.instant()));
        return left.isPositive() ? left : Duration.ofNanos(1);
    }
}
