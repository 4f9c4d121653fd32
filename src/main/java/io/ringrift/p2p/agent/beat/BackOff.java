package io.ringrift.p2p.agent.beat;

import java.time.Duration;
import java.util.SplittableRandom;

/** Waiting times after failures: doubling up to a bound, half of each left to chance. */
final class BackOff {

    private static final long FIRST_MILLIS = 100;

    private final long mostMillis;
    private final SplittableRandom random;
    private int failures;

    /**
     * @param seed differs from node to node, so that not all come back at once
     */
    BackOff(Duration most, long seed) {
        this.mostMillis = most.toMillis();
        this.random = new SplittableRandom(seed);
    }

    /** The next waiting time in milliseconds. */
    long next() {
        long full = Math.min(mostMillis, FIRST_MILLIS << Math.min(failures, 20));
        failures++;
        return full / 2 + random.nextLong(full / 2 + 1);
    }

    /** Failures since the last success. */
    int failures() {
        return failures;
    }

    void reset() {
        failures = 0;
    }
}
