package io.ringrift.p2p.webhooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.Outbox;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.webhooks.guard.AddressGuard;
import io.ringrift.p2p.webhooks.guard.HostLookup;
import io.ringrift.p2p.webhooks.guard.VettedResolver;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Puts the delivery of webhooks together. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class WebhooksConfiguration {

    /** Waits end without an event; this is how late that may be noticed. */
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private static final Duration CONFIGURE_EVERY = Duration.ofSeconds(1);
    private static final HostLookup LOOKUP = InetAddress::getAllByName;

    @Bean
    WebhookDesk webhookDesk(CommandLog log, CommandGate gate, WebhooksProperties settings) {
        AddressGuard guard = new AddressGuard(settings.ranges());
        return new WebhookDesk(
                log,
                gate,
                new VettedResolver(LOOKUP, guard, false),
                new VettedResolver(LOOKUP, guard, true),
                new SecureRandom());
    }

    @Bean(destroyMethod = "close")
    HttpCourier courier(WebhooksProperties settings, Clock clock, MonotonicClock nanos) {
        return new HttpCourier(
                LOOKUP,
                new AddressGuard(settings.ranges()),
                settings.timeout(),
                settings.maxInFlight(),
                clock,
                nanos);
    }

    @Bean
    WebhookPublisher webhookPublisher(Courier courier, Clock clock) {
        return new WebhookPublisher(courier, clock, new SecureRandom());
    }

    @Bean(destroyMethod = "shutdownNow")
    ExecutorService deliveryThreads() {
        return Executors.newVirtualThreadPerTaskExecutor();
    }

    @Bean
    DeliveryMeters deliveryMeters(CommandLog log, MeterRegistry meters) {
        return new DeliveryMeters(log, meters);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop deliveryLoop(
            WebhooksProperties settings,
            Courier courier,
            ExecutorService deliveryThreads,
            DeliveryMeters deliveryMeters,
            CommandLog log,
            Clock clock,
            MonotonicClock nanos,
            Leadership leadership,
            MeterRegistry meters) {
        DeliveryLoop delivery =
                new DeliveryLoop(
                        log,
                        courier,
                        deliveryThreads,
                        settings.delivery(),
                        deliveryMeters,
                        clock,
                        nanos,
                        new SecureRandom());
        LeaderLoop loop = new LeaderLoop("webhooks", leadership, LOOK_EVERY, meters, delivery);
        delivery.wakes(loop::wake);
        AtomicReference<Outbox> seen = new AtomicReference<>(Outbox.EMPTY);
        log.onApplied(
                _ -> {
                    Outbox now = log.picture().state().outbox();
                    if (!now.endpoints().isEmpty() && now.last() != seen.getAndSet(now).last()) {
                        loop.wake();
                    }
                });
        return loop;
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop configuredEndpointsLoop(
            WebhooksProperties settings,
            CommandLog log,
            CommandGate gate,
            Clock clock,
            Leadership leadership,
            MeterRegistry meters) {
        ConfiguredEndpoints configured = new ConfiguredEndpoints(log, gate, clock, settings);
        return new LeaderLoop("webhook-settings", leadership, CONFIGURE_EVERY, meters, configured);
    }
}
