package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.Timing;

import java.time.Duration;

/**
 * How often agents speak, and after which silence they are missed, for so many nodes. The interval
 * is HEARTBEAT_INTERVAL as long as that makes at most {@value #BEATS_PER_SECOND} beats per second,
 * and beyond that nodes / {@value #BEATS_PER_SECOND} seconds; what follows from it grows alike.
 *
 * @param timing what is configured
 * @param nodes how many nodes beat
 */
record Pace(Timing timing, int nodes) {

    /** What one leader on two cores takes in with room to spare: 10,000 nodes at 5 s. */
    static final int BEATS_PER_SECOND = 2_000;

    /** So many nodes and more are kept from beating in step. */
    private static final int CROWD = 100;

    private static final int MOST_EARLY_PERCENT = 10;

    /** From one beat to the next. */
    Duration interval() {
        long crowded = 1_000L * nodes / BEATS_PER_SECOND;
        return Duration.ofMillis(Math.max(timing.heartbeatInterval().toMillis(), crowded));
    }

    /**
     * How long a beat may be held back: up to a tenth less than the interval in a crowd, else the
     * interval itself.
     *
     * @param dice 0 to 99
     */
    Duration hold(int dice) {
        Duration interval = interval();
        return nodes < CROWD
                ? interval
                : interval.minus(
                        interval.multipliedBy((long) dice * MOST_EARLY_PERCENT).dividedBy(10_000));
    }

    /** Silence after which a node is UNHEALTHY. */
    Duration suspectAfter() {
        return scaled(timing.suspectAfter());
    }

    /** Silence after which a node is OFFLINE. */
    Duration peerTimeout() {
        return scaled(timing.peerTimeout());
    }

    private Duration scaled(Duration configured) {
        long base = timing.heartbeatInterval().toMillis();
        return Duration.ofMillis(configured.toMillis() * interval().toMillis() / base);
    }
}
