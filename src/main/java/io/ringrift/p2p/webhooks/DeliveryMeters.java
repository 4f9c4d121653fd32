package io.ringrift.p2p.webhooks;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.replication.CommandLog;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToDoubleFunction;

/** How deliveries go. Tries are counted where they are made, rows as every voter knows them. */
final class DeliveryMeters {

    private static final String PREFIX = "ringrift.p2p.webhooks.";

    private final Timer fine;
    private final Timer failed;
    private final Timer firstTry;
    private final AtomicInteger inFlight = new AtomicInteger();

    DeliveryMeters(CommandLog log, MeterRegistry registry) {
        this.fine = tries(registry, "arrived");
        this.failed = tries(registry, "failed");
        this.firstTry =
                Timer.builder(PREFIX + "first.try")
                        .description("from the event to the first try of each delivery")
                        .register(registry);
        Gauge.builder(PREFIX + "in.flight", inFlight, AtomicInteger::get)
                .description("deliveries under way from this node")
                .register(registry);
        gauge(log, registry, "endpoints", "endpoints", _ -> 1);
        gauge(log, registry, "disabled", "endpoints that are disabled", DeliveryMeters::disabled);
        gauge(
                log,
                registry,
                "waiting",
                "deliveries that wait",
                one -> one.mailbox().waiting().size());
        gauge(
                log,
                registry,
                "parked",
                "deliveries that were given up and are kept",
                one -> one.mailbox().parked().size());
        FunctionCounter.builder(
                        PREFIX + "dropped",
                        log,
                        _ -> sum(log, one -> one.mailbox().counts().dropped()))
                .description("messages forgotten undelivered because an endpoint had too many")
                .register(registry);
    }

    private static double disabled(Endpoint endpoint) {
        return endpoint.disabled() == null ? 0 : 1;
    }

    private static Timer tries(MeterRegistry registry, String outcome) {
        return Timer.builder(PREFIX + "tries")
                .tag("outcome", outcome)
                .description("requests that were made to endpoints")
                .register(registry);
    }

    private static void gauge(
            CommandLog log,
            MeterRegistry registry,
            String name,
            String what,
            ToDoubleFunction<Endpoint> of) {
        Gauge.builder(PREFIX + name, log, _ -> sum(log, of)).description(what).register(registry);
    }

    private static double sum(CommandLog log, ToDoubleFunction<Endpoint> of) {
        return log.picture().state().outbox().endpoints().values().stream().mapToDouble(of).sum();
    }

    void tried(Answer answer) {
        (answer.isFine() ? fine : failed).record(answer.took());
    }

    void firstTry(Duration after) {
        firstTry.record(after.isNegative() ? Duration.ZERO : after);
    }

    void inFlight(int now) {
        inFlight.set(now);
    }
}
