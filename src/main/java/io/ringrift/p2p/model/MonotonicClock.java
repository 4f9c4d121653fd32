package io.ringrift.p2p.model;

/**
 * Time that only runs forward, for durations; wall time is for people. An interface, so that tests
 * own the time.
 */
@FunctionalInterface
public interface MonotonicClock {

    /** Nanoseconds since some moment; only differences mean anything. */
    long nanos();
}
