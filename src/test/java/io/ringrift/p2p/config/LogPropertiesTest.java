package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;

import org.junit.jupiter.api.Test;

import java.util.Map;

class LogPropertiesTest {

    @Test
    void isTextAtLevelInfoByDefault() {
        assertThat(bind(Map.of())).isEqualTo(new LogProperties("", "info"));
    }

    @Test
    void readsEveryEnvironmentName() {
        assertThat(
                        bind(
                                Map.of(
                                        "RINGRIFT_P2P_LOG_FORMAT",
                                        "ecs",
                                        "RINGRIFT_P2P_LOG_LEVEL",
                                        "DEBUG")))
                .isEqualTo(new LogProperties("ecs", "DEBUG"));
    }

    @Test
    void namesWhatItRefuses() {
        assertThatThrownBy(() -> new LogProperties("xml", "info"))
                .hasMessageContaining("RINGRIFT_P2P_LOG_FORMAT=xml must be ecs, gelf, logstash");
        assertThatThrownBy(() -> new LogProperties("", "loud"))
                .hasMessageContaining("RINGRIFT_P2P_LOG_LEVEL=loud must be one of trace");
    }

    private static LogProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.log", LogProperties.class, variables);
    }
}
