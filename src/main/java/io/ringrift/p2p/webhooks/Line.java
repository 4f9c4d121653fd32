package io.ringrift.p2p.webhooks;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.core.IntervalFunction;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.webhook.EndpointId;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What a leader remembers of one endpoint while it leads; one thread uses it. */
final class Line {

    /** A receiver that is slower than this gets no further message meanwhile. */
    static final Duration SLOW = Duration.ofMillis(250);

    /** How often a chat gets a post; what comes in between shares the next one. */
    static final Duration CHAT_PAUSE = Duration.ofSeconds(1);

    private static final Duration FIRST_REST = Duration.ofSeconds(1);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);

    private final CircuitBreaker breaker;
    private final MonotonicClock nanos;
    private final Map<Long, Long> flying = new HashMap<>();
    private final Set<Long> landed = new HashSet<>();
    private @Nullable Object seen;
    private Instant quietUntil = Instant.MIN;
    private @Nullable Long lastStart;

    Line(EndpointId id, Clock clock, MonotonicClock nanos) {
        this.nanos = nanos;
        this.breaker =
                CircuitBreaker.of(
                        id.value(),
                        CircuitBreakerConfig.custom()
                                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                                .slidingWindowSize(10)
                                .minimumNumberOfCalls(3)
                                .failureRateThreshold(50)
                                .permittedNumberOfCallsInHalfOpenState(1)
                                .waitIntervalFunctionInOpenState(
                                        IntervalFunction.ofExponentialBackoff(
                                                FIRST_REST, 2, LONGEST_REST))
                                .clock(clock)
                                .currentTimestampFunction(_ -> nanos.nanos(), TimeUnit.NANOSECONDS)
                                .build());
    }

    /** Whether nothing can have changed: the same rows, and none of them due before then. */
    @SuppressWarnings(
            "ReferenceEquality") // The same object says so at once; any other is looked at.
    boolean isQuiet(Object rows, Instant now) {
        return rows == seen && now.isBefore(quietUntil);
    }

    void quiet(Object rows, Instant until) {
        seen = rows;
        quietUntil = until;
    }

    boolean isBusyWith(long number) {
        return flying.containsKey(number) || landed.contains(number);
    }

    int flying() {
        return flying.size();
    }

    /** Whether a delivery has been under way for so long that it may not come back. */
    boolean isStuck() {
        long now = nanos.nanos();
        return flying.values().stream().anyMatch(since -> now - since > SLOW.toNanos());
    }

    /** Whether the last start was too short ago. */
    boolean rests(Duration pause) {
        return lastStart != null && nanos.nanos() - lastStart < pause.toNanos();
    }

    /** Asks the breaker; who gets a yes must start a delivery or give it back. */
    boolean mayTry() {
        return breaker.tryAcquirePermission();
    }

    /** Gives a yes of {@link #mayTry} back. */
    void triedNothing() {
        breaker.releasePermission();
    }

    void started(Iterable<Long> numbers) {
        lastStart = nanos.nanos();
        for (long number : numbers) {
            flying.put(number, lastStart);
        }
    }

    void landed(Iterable<Long> numbers, Answer answer) {
        for (long number : numbers) {
            flying.remove(number);
            landed.add(number);
        }
        if (answer.isFine()) {
            breaker.onSuccess(answer.took().toNanos(), TimeUnit.NANOSECONDS);
        } else {
            breaker.onError(
                    answer.took().toNanos(),
                    TimeUnit.NANOSECONDS,
                    new IllegalStateException(String.valueOf(answer.fault())));
        }
    }

    /** The log knows what became of it, or does not want to know. */
    void settled(long number) {
        landed.remove(number);
        seen = null;
    }
}
