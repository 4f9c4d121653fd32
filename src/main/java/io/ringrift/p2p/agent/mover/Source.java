package io.ringrift.p2p.agent.mover;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What is thought of one node that serves files: its circuit breaker, whether it lied, how much it
 * has to do for us, how fast it answers. Outlives a file.
 */
final class Source {

    /** How long a rate holds; after that it is worth a chunk to see whether it has changed. */
    private static final long RATE_HOLDS_NANOS = Duration.ofSeconds(30).toNanos();

    private final NodeId node;
    private final CircuitBreaker breaker;
    private int busy;
    private boolean liar;
    private double bytesPerSecond;
    private long ratedAt;

    Source(NodeId node, MoverSettings settings) {
        this.node = node;
        this.breaker =
                CircuitBreaker.of(
                        node.value(),
                        CircuitBreakerConfig.custom()
                                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(4)
                                .minimumNumberOfCalls(2)
                                .failureRateThreshold(50)
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .waitIntervalFunctionInOpenState(
                                        IntervalFunction.ofExponentialRandomBackoff(
                                                settings.firstPause(),
                                                2,
                                                0.3,
                                                settings.longestPause()))
                                .build());
    }

    NodeId node() {
        return node;
    }

    synchronized boolean tryBegin() {
        if (liar || !breaker.tryAcquirePermission()) {
            return false;
        }
        busy++;
        return true;
    }

    /**
     * An answer has come to its end.
     *
     * @param nanos from the question on, so that a far node is a slow one
     * @param now of the clock that tells for {@link #bytesPerSecond}
     */
    synchronized void gave(long bytes, long nanos, long now) {
        rate(bytes, nanos, now);
        busy--;
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    /** One that gives nothing is rated too: it must not look as good as one that nobody knows. */
    private void rate(long bytes, long nanos, long now) {
        double fresh = Math.max(1, bytes) * 1e9 / Math.max(1, nanos);
        double before = bytesPerSecond(now);
        bytesPerSecond = before > 0 ? (before + fresh) / 2 : fresh;
        ratedAt = now;
    }

    /** Of one answer, on average of the last ones; 0 when nothing is known of today. */
    synchronized double bytesPerSecond(long now) {
        return now - ratedAt < RATE_HOLDS_NANOS ? bytesPerSecond : 0;
    }

    /**
     * How long one more answer would take, as far as can be told: with all it has to do already.
     *
     * @param best what a source is taken to give of which nothing is known, so that it is tried
     */
    synchronized double cost(double best, long now) {
        double rate = bytesPerSecond(now);
        return (busy + 1) / (rate > 0 ? rate : best);
    }

    /** Nothing to hold against it. */
    synchronized void released() {
        busy--;
        breaker.releasePermission();
    }

    /** An answer broke off, after so many bytes. */
    synchronized void failed(long bytes, long nanos, Exception why, long now) {
        rate(bytes, nanos, now);
        busy--;
        breaker.onError(nanos, TimeUnit.NANOSECONDS, why);
    }

    /** Nothing that it sends is believed any more. */
    synchronized void quarantine() {
        liar = true;
    }

    synchronized boolean isQuarantined() {
        return liar;
    }

    /** A source of one file. */
    record Offer(Source source, Peer peer) {}
}
