package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.BadSettingException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class SelfplayPropertiesTest {

    private static SelfplayProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.selfplay", SelfplayProperties.class, variables);
    }

    @Test
    void isOffByDefault() {
        assertThat(bind(Map.of()).configs()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"QUEUED, 0", "QUEUED, 10001", "PRIORITY, -1", "PRIORITY, 101"})
    void namesWhatItRefuses(String name, String value) {
        String variable = "RINGRIFT_P2P_SELFPLAY_" + name;
        assertThatThrownBy(() -> bind(Map.of(variable, value)))
                .rootCause()
                .hasMessageStartingWith(variable + "=");
    }

    @ParameterizedTest
    @CsvSource({"no config, 1, 1, 2", "hex5_2p, 0, 1, 2", "hex5_2p, 1, 0, 2", "hex5_2p, 1, 1, 0.5"})
    void namesTheConfigThatItRefuses(String key, int games, double weight, double ahead) {
        var config = new SelfplayProperties.Config(games, weight, ahead);
        assertThatThrownBy(() -> new SelfplayProperties(4, 40, Map.of(key, config)))
                .isInstanceOf(BadSettingException.class)
                .hasMessageContaining(key);
    }
}
