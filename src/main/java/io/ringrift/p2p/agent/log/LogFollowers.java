package io.ringrift.p2p.agent.log;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/** How many follow a log now, and whether they may go on. */
public final class LogFollowers {

    private final Semaphore places;
    private final Duration idle;
    private final CountDownLatch ended = new CountDownLatch(1);

    /**
     * @param most how many at the same time
     * @param idle how long a log may be silent before its follower is let go: whether a silent
     *     client is still there, only writing to it would tell
     */
    public LogFollowers(int most, Duration idle) {
        this.places = new Semaphore(most);
        this.idle = idle;
    }

    boolean enter() {
        return places.tryAcquire();
    }

    void leave() {
        places.release();
    }

    Duration idle() {
        return idle;
    }

    boolean isOpen() {
        return ended.getCount() > 0;
    }

    /** Lets everybody go. */
    public void close() {
        ended.countDown();
    }

    /** Free places, for tests. */
    int free() {
        return places.availablePermits();
    }
}
