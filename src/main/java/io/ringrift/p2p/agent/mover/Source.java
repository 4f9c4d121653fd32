package io.ringrift.p2p.agent.mover;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Transfer.Peer;

import java.util.concurrent.TimeUnit;

/**
 * What is thought of one node that serves files: its circuit breaker, whether it lied, how much it
 * has to do for us. Outlives a file.
 */
final class Source {

    private final NodeId node;
    private final CircuitBreaker breaker;
    private int busy;
    private boolean liar;

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

    synchronized void gave(long nanos) {
        busy--;
        breaker.onSuccess(nanos, TimeUnit.NANOSECONDS);
    }

    /** Nothing to hold against it. */
    synchronized void released() {
        busy--;
        breaker.releasePermission();
    }

    synchronized void failed(long nanos, Exception why) {
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

    synchronized int busy() {
        return busy;
    }

    /** A source of one file. */
    record Offer(Source source, Peer peer) {}
}
