package io.ringrift.p2p.leadership;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.model.Epoch;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Work that only the leader does, over and over. Each round reads the state and may run twice; a
 * wake-up is a hint that shortens the wait. The lease is checked before each round, and no
 * exception ends the loop.
 */
public final class LeaderLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderLoop.class);

    /** One round of the work. */
    @FunctionalInterface
    public interface Round {
        /** Does it once; everything in it is done under the given epoch. */
        void run(Epoch epoch) throws InterruptedException;

        /** Whether it goes on while a backup is taken in; jobs and nodes must wait then. */
        default boolean worksWhileRestoring() {
            return false;
        }
    }

    private final String name;
    private final Leadership leadership;
    private final Duration atLeastEvery;
    private final Round round;
    private final Counter failures;
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean closed;
    private volatile boolean failing;
    private final Thread thread;

    /**
     * @param name for logs and meters, lower case
     * @param atLeastEvery longest wait between two rounds
     */
    public LeaderLoop(
            String name,
            Leadership leadership,
            Duration atLeastEvery,
            MeterRegistry meters,
            Round round) {
        this.name = name;
        this.leadership = leadership;
        this.atLeastEvery = atLeastEvery;
        this.round = round;
        this.failures = meters.counter("ringrift.p2p.loop.failures", "loop", name);
        this.thread = Thread.ofPlatform().name("leader-" + name).daemon().unstarted(this::work);
        leadership.onChange(this::wake);
    }

    public void start() {
        thread.start();
    }

    /** Shortens the wait before the next round; any number of calls before it count once. */
    public void wake() {
        if (wakes.availablePermits() == 0) {
            wakes.release();
        }
    }

    private void work() {
        try {
            while (!closed) {
                var _ = wakes.tryAcquire(atLeastEvery.toMillis(), TimeUnit.MILLISECONDS);
                wakes.drainPermits();
                Optional<Epoch> epoch = leadership.mayAct();
                if (epoch.isPresent() && !closed && isWelcome()) {
                    runOnce(epoch.get());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isWelcome() {
        return round.worksWhileRestoring() || !leadership.isRestoring();
    }

    /** The catch is as wide as it is so that a bug in one round cannot stop all later ones. */
    private void runOnce(Epoch epoch) throws InterruptedException {
        try {
            round.run(epoch);
            failing = false;
        } catch (RuntimeException e) {
            if (closed) {
                return;
            }
            failures.increment();
            if (!failing) {
                LOG.error("A round of the {} loop failed; the loop goes on", name, e);
            }
            failing = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
