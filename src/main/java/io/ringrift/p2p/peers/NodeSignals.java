package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes the hanging beat of a node when there may be something for it to do. */
final class NodeSignals {

    private static final class Signal {
        final ReentrantLock lock = new ReentrantLock();
        final Condition changed = lock.newCondition();
        long count;
    }

    private final ConcurrentMap<NodeId, Signal> signals = new ConcurrentHashMap<>();

    /** Where the count stands; read it before looking at the state. */
    long count(NodeId node) {
        Signal signal = signal(node);
        signal.lock.lock();
        try {
            return signal.count;
        } finally {
            signal.lock.unlock();
        }
    }

    void raise(NodeId node) {
        Signal signal = signal(node);
        signal.lock.lock();
        try {
            signal.count++;
            signal.changed.signalAll();
        } finally {
            signal.lock.unlock();
        }
    }

    /** Waits until the count has moved on from {@code seen}, or the time is over. */
    void await(NodeId node, long seen, long nanos) throws InterruptedException {
        Signal signal = signal(node);
        long left = nanos;
        signal.lock.lockInterruptibly();
        try {
            while (signal.count == seen && left > 0) {
                left = signal.changed.awaitNanos(left);
            }
        } finally {
            signal.lock.unlock();
        }
    }

    void raiseAll() {
        signals.keySet().forEach(this::raise);
    }

    private Signal signal(NodeId node) {
        return signals.computeIfAbsent(node, _ -> new Signal());
    }

    static long toNanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
