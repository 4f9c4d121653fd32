package io.ringrift.p2p.agent.attempt;

import io.ringrift.p2p.agent.attempt.LiveAttempt.Running;
import io.ringrift.p2p.agent.process.JobProcess;
import io.ringrift.p2p.model.wire.AttemptReport;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;

/**
 * Ends attempts: TERM, grace, KILL of everything that came from the job. An end is reported only
 * when nothing of the job is left; what cannot be killed keeps its attempt, and so its slot.
 */
final class Reaper {

    private static final Logger LOG = LoggerFactory.getLogger(Reaper.class);
    private static final Duration SOON = Duration.ofMillis(10);
    private static final Duration LATER = Duration.ofSeconds(1);
    private static final int SOON_ROUNDS = 50;

    private final Crew crew;
    private final AttemptStore store;
    private final Judge judge;
    private final LogKeeper logs;
    private final Outbox outbox;
    private final AttemptMeters meters;
    private final Leases leases;

    Reaper(
            Crew crew,
            AttemptStore store,
            Judge judge,
            LogKeeper logs,
            Outbox outbox,
            AttemptMeters meters,
            Leases leases) {
        this.crew = crew;
        this.store = store;
        this.judge = judge;
        this.logs = logs;
        this.outbox = outbox;
        this.meters = meters;
        this.leases = leases;
    }

    /**
     * Waits for the end of a running attempt.
     *
     * @param timeLeft until it has run too long, zero when it may run for ever
     */
    void watch(LiveAttempt attempt, Running running, Duration timeLeft) {
        running.process()
                .exit()
                .ifPresent(
                        exit -> {
                            Future<?> _ = exit.thenAccept(code -> ended(attempt, running, code));
                        });
        if (!timeLeft.isZero()) {
            StopRequest tooLong =
                    new StopRequest(
                            StopRequest.Cause.TIMEOUT,
                            "ran longer than its template's timeout of "
                                    + seconds(running.record().timeoutMillis()));
            Future<?> alarm = crew.after(timeLeft, () -> stop(attempt, tooLong));
            Future<?> _ = attempt.end().thenAccept(_ -> alarm.cancel(false));
        }
    }

    private static String seconds(long millis) {
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /** Stops an attempt for good; of several requests the first counts. */
    void stop(LiveAttempt attempt, StopRequest request) {
        if (attempt.requestStop(request)) {
            LOG.info("Stopping {}: {}", attempt.key(), request.sentence());
            attempt.running().ifPresent(running -> terminate(attempt, running));
        }
    }

    /** Stops an attempt without grace; a stop that is under way loses what is left of its grace. */
    void stopNow(LiveAttempt attempt, StopRequest request) {
        stop(attempt, request);
        attempt.endGrace();
        attempt.running().ifPresent(running -> kill(attempt, running.process(), 0));
    }

    /** Ends what could not renew its lease in time; the rest is left alone. */
    void fence(LiveAttempt attempt, Running running) {
        StopRequest fenced =
                new StopRequest(
                        StopRequest.Cause.FENCE,
                        "its agent could not reach a leader for as long as it may run alone");
        if (leases.isOver(attempt)) {
            if (!attempt.isGraceOver()) {
                stopNow(attempt, fenced);
            }
        } else if (leases.isEnding(attempt, running.record().grace())) {
            stop(attempt, fenced);
        }
    }

    /** Carries out a stop that was requested. */
    void terminate(LiveAttempt attempt, Running running) {
        if (!attempt.beginTerminating()) {
            return;
        }
        running.process().terminate();
        Future<?> _ =
                crew.after(
                        running.record().grace(),
                        () -> {
                            attempt.endGrace();
                            kill(attempt, running.process(), 0);
                        });
    }

    private void kill(LiveAttempt attempt, JobProcess process, int round) {
        if (!attempt.end().isDone()) {
            process.kill();
            complain(attempt, process, round);
            Future<?> _ = crew.after(pause(round), () -> kill(attempt, process, round + 1));
        }
    }

    /** The first process is gone. */
    void ended(LiveAttempt attempt, Running running, @Nullable Integer exitCode) {
        if (leases.isOver(attempt)) {
            // Its warden was faster than this agent, which was frozen.
            fence(attempt, running);
        }
        if (attempt.beginSettling()) {
            crew.run(() -> settle(attempt, running, exitCode, 0));
        }
    }

    private void settle(
            LiveAttempt attempt, Running running, @Nullable Integer exitCode, int round) {
        List<Long> left = running.process().remaining();
        if (left.isEmpty()) {
            finish(attempt, judge.judge(attempt, running.record().resultRequired(), exitCode));
            return;
        }
        if (attempt.mayKill()) {
            running.process().kill();
            complain(attempt, running.process(), round);
        }
        Future<?> _ = crew.after(pause(round), () -> settle(attempt, running, exitCode, round + 1));
    }

    private static Duration pause(int round) {
        return round < SOON_ROUNDS ? SOON : LATER;
    }

    private static void complain(LiveAttempt attempt, JobProcess process, int round) {
        if (round == SOON_ROUNDS) {
            LOG.warn(
                    "The processes {} of {} cannot be killed; the attempt keeps its slot.",
                    process.remaining(),
                    attempt.key());
        }
    }

    /** Makes an end durable, then lets the leader know. */
    void finish(LiveAttempt attempt, AttemptReport report) {
        leases.forget(attempt);
        logs.close(attempt);
        try {
            store.saveEnd(attempt.folder(), report);
        } catch (IOException e) {
            // The leader's word is as good; only an agent that dies before it came asks again.
            LOG.warn("Cannot save the end of {}: {}", attempt.key(), e.toString());
        }
        publish(attempt, report);
    }

    /** Reports an end that needs no trace on disk. */
    void publish(LiveAttempt attempt, AttemptReport report) {
        if (attempt.end().complete(report)) {
            meters.ended(report);
            outbox.add(report);
        }
    }
}
