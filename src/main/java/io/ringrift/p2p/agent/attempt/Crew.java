package io.ringrift.p2p.agent.attempt;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that start and end processes, and the one that remembers when. */
final class Crew implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Crew.class);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final ExecutorService workers;
    private final ScheduledThreadPoolExecutor timer;

    Crew(int threads) {
        RejectedExecutionHandler drop = new ThreadPoolExecutor.DiscardPolicy();
        workers =
                new ThreadPoolExecutor(
                        threads,
                        threads,
                        0,
                        TimeUnit.SECONDS,
                        new LinkedBlockingQueue<>(),
                        Thread.ofPlatform().daemon().name("agent-work-", 0).factory(),
                        drop);
        timer =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("agent-timer").factory(), drop);
        timer.setRemoveOnCancelPolicy(true);
    }

    /** Runs it soon; a step that breaks is reported and repeated, so that no attempt gets stuck. */
    void run(Runnable step) {
        workers.execute(
                () -> {
                    try {
                        step.run();
                    } catch (RuntimeException e) {
                        LOG.error("A step of an attempt broke; it is repeated in {}.", RETRY, e);
                        Future<?> _ = after(RETRY, step);
                    }
                });
    }

    /** Runs it later. */
    Future<?> after(Duration delay, Runnable step) {
        return timer.schedule(() -> run(step), delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Finishes the steps under way and drops the rest; what processes do from now on, the next life
     * of the agent finds out.
     */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException e) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
