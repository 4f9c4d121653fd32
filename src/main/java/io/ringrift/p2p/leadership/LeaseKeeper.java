package io.ringrift.p2p.leadership;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Keeps the lease in time: every third of it, and at once when the election changed. */
public final class LeaseKeeper implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);

    private final Leadership leadership;
    private final Timing timing;
    private final Semaphore wakes = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closed;

    public LeaseKeeper(Leadership leadership, CommandLog log, Timing timing) {
        this.leadership = leadership;
        this.timing = timing;
        this.thread = Thread.ofPlatform().name("lease-keeper").daemon().unstarted(this::work);
        log.onStandingChanged(_ -> wakes.release());
        log.onApplied(this::wakeAfterRestore);
    }

    public void start() {
        thread.start();
    }

    /** A restore ends the epoch under which it ran; whoever leads claims the next one at once. */
    private void wakeAfterRestore(Applied applied) {
        if (applied.command() instanceof Command.FinishRestore) {
            wakes.release();
        }
    }

    private void work() {
        try {
            while (!closed) {
                var _ = wakes.tryAcquire(timing.leaseRenewal().toMillis(), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
                keep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void keep() throws InterruptedException {
        try {
            leadership.keep();
        } catch (RuntimeException e) {
            LOG.error("Keeping the lease failed; it is tried again", e);
        }
    }

    /** Stops keeping and gives the lease back. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(timing.leaseRenewal().toMillis());
            leadership.release();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
