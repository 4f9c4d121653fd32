package io.ringrift.p2p.agent.beat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ringrift.p2p.TestClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class TransportMetersTest {

    private final TestClock clock = new TestClock();
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final TransportMeters meters = new TransportMeters(registry, clock);

    private double value(String name) {
        return registry.get("ringrift.p2p." + name).gauge().value();
    }

    private void answered(Duration time, double heldSeconds) {
        long begun = meters.begin();
        clock.advance(time);
        meters.answered(begun, heldSeconds);
    }

    @Test
    void haveTheNamesThatDashboardsQuery() {
        answered(Duration.ofMillis(1), 0);
        meters.lost();
        assertThat(registry.scrape())
                .contains("ringrift_p2p_transport_success_total 1.0")
                .contains("ringrift_p2p_transport_failure_total 1.0")
                .contains("ringrift_p2p_packet_loss_rate 0.5")
                .contains("ringrift_p2p_transport_health 0.5")
                .contains("ringrift_p2p_rtt_seconds 0.001");
    }

    @Test
    void aRoundTripDoesNotCountTheTimeThatABeatWasHeld() {
        answered(Duration.ofMillis(5_003), 5);
        assertThat(value("rtt.seconds")).isCloseTo(0.003, within(1e-9));
        answered(Duration.ofMillis(4), 5);
        assertThat(value("rtt.seconds")).isZero();
    }

    @Test
    void theLossRateLooksAtTheLastHundred() {
        assertThat(value("packet.loss.rate")).isZero();
        assertThat(value("transport.health")).isEqualTo(1);
        for (int i = 0; i < 100; i++) {
            meters.lost();
        }
        assertThat(value("packet.loss.rate")).isEqualTo(1);
        for (int i = 0; i < 60; i++) {
            answered(Duration.ofMillis(1), 0);
        }
        assertThat(value("packet.loss.rate")).isCloseTo(0.4, within(1e-9));
        for (int i = 0; i < 40; i++) {
            answered(Duration.ofMillis(1), 0);
        }
        assertThat(value("packet.loss.rate")).isZero();
    }
}
