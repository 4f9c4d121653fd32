package io.ringrift.p2p.events;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far the history is, for those who wait for it to grow. */
final class EventNews {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private volatile long index = -1;
    private volatile boolean open = true;

    /** Everything up to this log entry can be read. */
    void reached(long newIndex) {
        index = newIndex;
        tell();
    }

    long index() {
        return index;
    }

    /** Whether it is worth to wait for more. */
    boolean isOpen() {
        return open;
    }

    /** Lets everybody go. */
    void close() {
        open = false;
        tell();
    }

    private void tell() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until it is as far as this entry; false when the time is over before. */
    boolean await(long wanted, long nanos) throws InterruptedException {
        long left = nanos;
        lock.lockInterruptibly();
        try {
            while (index < wanted && open && left > 0) {
                left = changed.awaitNanos(left);
            }
            return index >= wanted;
        } finally {
            lock.unlock();
        }
    }
}
