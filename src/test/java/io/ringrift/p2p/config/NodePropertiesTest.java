package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class NodePropertiesTest {

    @Test
    void hasTheDefaultsOfTheContract() {
        assertThat(bind(Map.of()))
                .isEqualTo(new NodeProperties(8770, "127.0.0.1", "", "data", 256 << 20, "", 0.8));
    }

    @Test
    void readsEveryEnvironmentName() {
        assertThat(
                        bind(
                                Map.of(
                                        "RINGRIFT_P2P_PORT", "9001",
                                        "RINGRIFT_P2P_BIND_ADDRESS", "::1",
                                        "RINGRIFT_P2P_NODE_ID", "a",
                                        "RINGRIFT_P2P_DATA_DIR", "/var/lib/x",
                                        "RINGRIFT_P2P_MIN_FREE_BYTES", "1",
                                        "RINGRIFT_P2P_VOTERS", "a=h:1",
                                        "RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS", "0.5")))
                .isEqualTo(new NodeProperties(9001, "::1", "a", "/var/lib/x", 1, "a=h:1", 0.5));
    }

    @ParameterizedTest
    @CsvSource({
        "RINGRIFT_P2P_PORT, 65536",
        "RINGRIFT_P2P_PORT, -1",
        "RINGRIFT_P2P_MIN_FREE_BYTES, -1",
        "RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS, 1.1",
        "RINGRIFT_P2P_LOAD_MAX_FOR_NEW_JOBS, NaN",
        "RINGRIFT_P2P_DATA_DIR, ' '",
        "RINGRIFT_P2P_BIND_ADDRESS, ' '",
    })
    void namesWhatItRefuses(String variable, String value) {
        assertThatThrownBy(() -> bind(Map.of(variable, value)))
                .rootCause()
                .hasMessageContaining(variable + "=");
    }

    private static NodeProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p", NodeProperties.class, variables);
    }
}
