package io.ringrift.p2p.agent.attempt;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.process.Launcher;
import io.ringrift.p2p.agent.template.JobInputs;
import io.ringrift.p2p.agent.template.Templates;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Every attempt whose end the leader has not yet taken note of. */
public final class Attempts implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);
    private static final Duration SOON = Duration.ofMillis(20);

    private final Map<AttemptKey, LiveAttempt> held = new ConcurrentHashMap<>();
    private final Crew crew;
    private final AttemptStore store;
    private final LogKeeper logs;
    private final Reaper reaper;
    private final Starter starter;
    private final Recovery recovery;
    private final Cleaner cleaner;
    private final Duration look;
    private final Leases leases;

    /**
     * @throws IOException when the data folder cannot be written
     */
    public Attempts(
            RunnerSettings settings,
            Templates templates,
            JobInputs inputs,
            Launcher launcher,
            Outbox outbox,
            JsonMapper json,
            MeterRegistry registry,
            InstantSource clock,
            MonotonicClock nanos)
            throws IOException {
        AttemptMeters meters = new AttemptMeters(registry);
        Judge judge = new Judge(new ResultFile(json));
        crew = new Crew(settings.threads());
        AttemptFolders folders = new AttemptFolders(settings.dataDir());
        store = new AttemptStore(settings.dataDir(), folders, json);
        cleaner =
                new Cleaner(
                        folders,
                        store,
                        new Trash(settings.dataDir()),
                        settings.retention(),
                        meters,
                        clock);
        logs = new LogKeeper(settings.logMaxBytes(), json);
        leases = new Leases(nanos);
        reaper = new Reaper(crew, store, judge, logs, outbox, meters, leases);
        starter =
                new Starter(
                        settings, templates, inputs, store, launcher, judge, reaper, outbox, meters,
                        leases, clock);
        recovery = new Recovery(store, launcher, judge, reaper, outbox, meters, leases, clock);
        look = settings.look();
        meters.watch(held.values());
    }

    /**
     * Takes over what an earlier life left, then keeps looking after everything.
     *
     * @throws IOException when the data folder cannot be read
     */
    public void open() throws IOException {
        recovery.run(attempt -> held.put(attempt.key(), attempt));
        Future<?> _ = crew.after(look, this::lookAround);
        cleaner.open();
    }

    private void lookAround() {
        boolean fast = logs.look(held.values());
        held.values().forEach(this::lookAtAdopted);
        held.values()
                .forEach(
                        attempt ->
                                attempt.running()
                                        .ifPresent(running -> reaper.fence(attempt, running)));
        Future<?> _ = crew.after(fast ? SOON : look, this::lookAround);
    }

    private void lookAtAdopted(LiveAttempt attempt) {
        attempt.running()
                .filter(running -> running.process().exit().isEmpty())
                .filter(running -> !running.process().isAlive())
                .ifPresent(running -> reaper.ended(attempt, running, null));
    }

    /** Obeys an order, once: an attempt that is held already stays as it is. */
    public void start(StartOrder order) {
        AttemptKey key = new AttemptKey(order.jobId(), order.attempt());
        LiveAttempt fresh = new LiveAttempt(key, order, store.folder(key));
        LiveAttempt known = held.putIfAbsent(key, fresh);
        if (known == null) {
            crew.run(() -> starter.start(fresh));
        } else if (!known.token().equals(order.token())) {
            LOG.warn("{} runs under another token; it is stopped first.", key);
            stop(known, "superseded by an order with another token");
        }
    }

    /** Obeys an order to stop, if the attempt is held under that token. */
    public void stop(StopOrder order) {
        Optional.ofNullable(held.get(new AttemptKey(order.jobId(), order.attempt())))
                .filter(attempt -> attempt.token().equals(order.token()))
                .ifPresent(attempt -> stop(attempt, order));
    }

    private void stop(LiveAttempt attempt, StopOrder order) {
        StopRequest preempted = new StopRequest(StopRequest.Cause.PREEMPT, order.reason());
        switch (order.kind()) {
            case PREEMPT -> crew.run(() -> reaper.stop(attempt, preempted));
            case PREEMPT_NOW -> {
                if (!attempt.isGraceOver()) {
                    crew.run(() -> reaper.stopNow(attempt, preempted));
                }
            }
            case CANCEL -> stop(attempt, order.reason());
            case null -> stop(attempt, order.reason());
        }
    }

    /** A beat was answered that had been sent then: what has a lease may go on. */
    public void renewed(long sentNanos) {
        leases.renew(held.values(), sentNanos);
    }

    private void stop(LiveAttempt attempt, String sentence) {
        StopRequest request = new StopRequest(StopRequest.Cause.ORDER, sentence);
        crew.run(() -> reaper.stop(attempt, request));
    }

    /** What the beat lists. */
    public List<RunningAttempt> listed() {
        return held.values().stream().map(LiveAttempt::listed).toList();
    }

    /** How many are held of each type of job. */
    public Map<JobType, Integer> byType() {
        Map<JobType, Integer> counts = new EnumMap<>(JobType.class);
        held.values().forEach(each -> counts.merge(each.order().spec().type(), 1, Integer::sum));
        return counts;
    }

    /** The leader has given its verdict; after that of an end the attempt is history. */
    public void settled(AttemptReport report) {
        if (report.kind() != AttemptReport.Kind.STARTED) {
            AttemptKey key = new AttemptKey(report.jobId(), report.attempt());
            store.forget(key);
            held.remove(key);
            cleaner.ended();
            synchronized (held) {
                held.notifyAll();
            }
        }
    }

    /**
     * Turns a result that the leader will never take into a failure that it can take. The output
     * stays on disk.
     *
     * @param why what the leader said
     * @return what is to be reported instead
     */
    public AttemptReport notTaken(AttemptReport report, @Nullable String why) {
        AttemptKey key = new AttemptKey(report.jobId(), report.attempt());
        AttemptReport instead = Judge.notTaken(report, String.valueOf(why));
        LOG.warn("{}: {}", key, instead.message());
        try {
            store.saveEnd(store.folder(key), instead);
        } catch (IOException e) {
            LOG.warn("Cannot note that of {}; a restart finds it out again.", key, e);
        }
        return instead;
    }

    /** Waits until no end is waiting for its verdict any more. */
    public void awaitNone(Duration atMost) throws InterruptedException {
        long rounds = Math.max(1, atMost.dividedBy(SOON));
        synchronized (held) {
            while (rounds-- > 0 && held.values().stream().anyMatch(each -> each.end().isDone())) {
                held.wait(SOON.toMillis());
            }
        }
    }

    /** What was ordered; empty when the attempt is not held. */
    public Optional<JobSpec> spec(JobId job, int attempt) {
        return Optional.ofNullable(held.get(new AttemptKey(job, attempt)))
                .map(each -> each.order().spec());
    }

    /** Completed at the end of an attempt; empty when it is not held. */
    public Optional<CompletableFuture<?>> end(JobId job, int attempt) {
        return Optional.ofNullable(held.get(new AttemptKey(job, attempt))).map(LiveAttempt::end);
    }

    /** Stops everything, since another agent speaks for this node and the leader forgot these. */
    public void abandonAll() {
        StopRequest request =
                new StopRequest(
                        StopRequest.Cause.SHUTDOWN,
                        "stopped because another agent took over the id of its node");
        for (LiveAttempt attempt : held.values()) {
            crew.run(() -> reaper.stop(attempt, request));
        }
    }

    /** Stops everything, since the node ends, and waits for it. */
    public void stopAll(Duration atMost) throws InterruptedException {
        StopRequest request =
                new StopRequest(StopRequest.Cause.SHUTDOWN, "stopped because its node was stopped");
        List<LiveAttempt> all = List.copyOf(held.values());
        all.forEach(attempt -> reaper.stop(attempt, request));
        CompletableFuture<Void> ends =
                CompletableFuture.allOf(
                        all.stream().map(LiveAttempt::end).toArray(CompletableFuture[]::new));
        try {
            ends.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn("Not every job ended within {}.", atMost);
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Leaves running jobs running: the next life takes them over. */
    @Override
    public void close() {
        cleaner.close();
        crew.close();
    }
}
