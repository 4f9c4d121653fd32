package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.model.MonotonicClock;

import java.util.concurrent.locks.LockSupport;

/** Keeps all connections together below a number of bytes per second. */
final class Pace {

    /** What an idle connection may catch up with at once. */
    private static final long BURST_NANOS = 50_000_000;

    private static final int PIECES = 20;
    private static final int LEAST_PIECE = 4 << 10;

    private final long bytesPerSecond;
    private final MonotonicClock clock;
    private long paidUntil;

    /**
     * @param bytesPerSecond 0 for no limit
     */
    Pace(long bytesPerSecond, MonotonicClock clock) {
        this.bytesPerSecond = bytesPerSecond;
        this.clock = clock;
        this.paidUntil = clock.nanos();
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** How many bytes to ask for at a time, so that nobody waits long to pay for them. */
    int piece() {
        return bytesPerSecond <= 0
                ? Line.MOST
                : Math.clamp(bytesPerSecond / PIECES, LEAST_PIECE, Line.MOST);
    }

    /** Waits until these bytes, which have come, are paid for. */
    void take(long bytes) {
        if (bytesPerSecond <= 0) {
            return;
        }
        long until;
        synchronized (this) {
            long earliest = clock.nanos() - BURST_NANOS;
            paidUntil = paidUntil - earliest < 0 ? earliest : paidUntil;
            paidUntil += (long) (bytes * 1e9 / bytesPerSecond);
            until = paidUntil;
        }
        for (long left = until - clock.nanos(); left > 0; left = until - clock.nanos()) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            LockSupport.parkNanos(left);
        }
    }
}
