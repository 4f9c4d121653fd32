package io.ringrift.p2p.config;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobIds;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * UUIDs of version 7 (RFC 9562, section 5.7): 48 bits of milliseconds, a 12-bit counter (section
 * 6.2, method 1), 62 random bits. Within a process they strictly increase, also when the clock
 * stands still or leaps back: then the counter goes on and may run into the milliseconds ahead.
 */
final class UuidJobIds implements JobIds {

    private static final int COUNTER_BITS = 12;
    private static final long COUNTER_MASK = (1L << COUNTER_BITS) - 1;

    private final Clock clock;
    private final RandomGenerator random;

    /** Milliseconds and counter of the latest id. */
    private final AtomicLong latest = new AtomicLong();

    UuidJobIds(Clock clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    @Override
    public JobId next() {
        long now = clock.millis() << COUNTER_BITS;
        long mine = latest.updateAndGet(last -> Math.max(now, last + 1));
        long high = (mine >>> COUNTER_BITS << 16) | (7L << COUNTER_BITS) | (mine & COUNTER_MASK);
        long low = (random.nextLong() >>> 2) | (1L << 63);
        return new JobId(new UUID(high, low));
    }
}
