package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.Timing;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

class TimingPropertiesTest {

    @Test
    void hasTheDefaultsOfTheContract() {
        assertThat(bind(Map.of()).timing())
                .isEqualTo(
                        new Timing(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(15),
                                Duration.ofSeconds(30)));
    }

    @Test
    void readsEveryEnvironmentNameAndTakesABareNumberAsSeconds() {
        assertThat(
                        bind(
                                Map.of(
                                        "RINGRIFT_P2P_HEARTBEAT_INTERVAL", "10",
                                        "RINGRIFT_P2P_PEER_TIMEOUT", "1m",
                                        "RINGRIFT_P2P_LEADER_LEASE", "2500ms")))
                .isEqualTo(
                        new TimingProperties(
                                Duration.ofSeconds(10),
                                Duration.ofMinutes(1),
                                Duration.ofMillis(2500)));
    }

    @Test
    void aBrokenRuleIsNamed() {
        assertThatThrownBy(() -> bind(Map.of("RINGRIFT_P2P_PEER_TIMEOUT", "10")).timing())
                .hasMessageContaining("RINGRIFT_P2P_PEER_TIMEOUT=10s must be more than");
    }

    private static TimingProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p", TimingProperties.class, variables);
    }
}
