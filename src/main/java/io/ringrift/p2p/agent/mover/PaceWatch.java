package io.ringrift.p2p.agent.mover;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Asks the voters again and again how fast the job may go: its share of what a node and the cluster
 * may move shrinks as other jobs begin and grows as they end. When none answers the last word
 * holds.
 */
final class PaceWatch implements AutoCloseable {

    private final VoterDoor voters;
    private final Pace pace;
    private final Duration every;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;

    private PaceWatch(VoterDoor voters, Pace pace, Duration every) {
        this.voters = voters;
        this.pace = pace;
        this.every = every;
        this.thread = Thread.ofVirtual().name("pace").unstarted(this::watch);
    }

    /** Begins; a job without a limit has nothing to ask for. */
    static PaceWatch over(VoterDoor voters, Pace pace, Duration every) {
        PaceWatch watch = new PaceWatch(voters, pace, every);
        if (pace.bytesPerSecond() > 0) {
            watch.thread.start();
        }
        return watch;
    }

    private void watch() {
        try {
            while (!closed.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                ask();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask() throws InterruptedException {
        try {
            pace.change(voters.transfer().bytesPerSecond());
        } catch (MoveFailedException noAnswer) {
            // Whoever moves the files will find out by itself.
        }
    }

    @Override
    public void close() {
        closed.countDown();
        thread.interrupt();
    }
}
