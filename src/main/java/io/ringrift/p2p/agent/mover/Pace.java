package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.model.MonotonicClock;

import java.util.concurrent.locks.LockSupport;

/** Keeps all connections together below a number of bytes per second. */
final class Pace {

    /** What an idle connection may catch up with at once. */
    private static final long BURST_NANOS = 50_000_000;

    private static final int PIECES = 20;
    private static final int LEAST_PIECE = 4 << 10;
    private static final int LEAST_PORTION = 64 << 10;

    private volatile long bytesPerSecond;
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

    /** From now on; what has been taken is paid for at the old rate. */
    void change(long newBytesPerSecond) {
        bytesPerSecond = newBytesPerSecond;
    }

    long bytesPerSecond() {
        return bytesPerSecond;
    }

    /** How many bytes to ask for at a time, so that nobody waits long to pay for them. */
    int piece() {
        long rate = bytesPerSecond;
        return rate <= 0 ? Line.MOST : Math.clamp(rate / PIECES, LEAST_PIECE, Line.MOST);
    }

    /** How many bytes of at most these to send at a time: not more than a second's worth. */
    int portion(int most) {
        long rate = bytesPerSecond;
        return rate <= 0 ? most : Math.clamp(rate, Math.min(most, LEAST_PORTION), most);
    }

    /** Waits until these bytes, which have come, are paid for. */
    void take(long bytes) {
        long rate = bytesPerSecond;
        if (rate <= 0) {
            return;
        }
        long until;
        synchronized (this) {
            long earliest = clock.nanos() - BURST_NANOS;
            paidUntil = paidUntil - earliest < 0 ? earliest : paidUntil;
            paidUntil += (long) (bytes * 1e9 / rate);
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
