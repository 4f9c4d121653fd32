package io.ringrift.p2p.agent.attempt;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.model.wire.AttemptReport;

import java.util.Collection;
import java.util.Locale;

/** What the attempts of this node look like from outside. */
final class AttemptMeters {

    private static final String PREFIX = "ringrift.p2p.agent.attempts.";

    private final MeterRegistry registry;

    AttemptMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void watch(Collection<LiveAttempt> held) {
        registry.gauge(
                PREFIX + "running",
                held,
                all -> all.stream().filter(attempt -> !attempt.end().isDone()).count());
        registry.gauge(PREFIX + "held", held, Collection::size);
    }

    void started() {
        registry.counter(PREFIX + "started").increment();
    }

    void cleared() {
        registry.counter(PREFIX + "cleared").increment();
    }

    void adopted() {
        registry.counter(PREFIX + "adopted").increment();
    }

    void ended(AttemptReport report) {
        String reason = report.reason() == null ? report.kind().name() : report.reason().name();
        registry.counter(PREFIX + "ended", "reason", reason.toLowerCase(Locale.ROOT)).increment();
    }
}
