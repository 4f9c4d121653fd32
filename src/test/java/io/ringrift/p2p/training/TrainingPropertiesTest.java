package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.TrainingThresholds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

class TrainingPropertiesTest {

    @Test
    void hasTheDefaultsOfTheContract() {
        assertThat(bind(Map.of()).thresholds()).isEqualTo(TrainingThresholds.DEFAULT);
    }

    @Test
    void readsEveryEnvironmentName() {
        assertThat(
                        new TrainingConfiguration()
                                .trainingThresholds(
                                        bind(
                                                Map.of(
                                                        "RINGRIFT_P2P_TRAINING_MIN_GAMES", "10",
                                                        "RINGRIFT_P2P_TRAINING_STALENESS_HOURS",
                                                                "2",
                                                        "RINGRIFT_P2P_TRAINING_COOLDOWN", "60",
                                                        "RINGRIFT_P2P_TRAINING_PAUSE_AFTER", "5",
                                                        "RINGRIFT_P2P_TRAINING_TARGET_ELO", "2500",
                                                        "RINGRIFT_P2P_TRAINING_INITIAL_ELO",
                                                                "1000"))))
                .isEqualTo(
                        new TrainingThresholds(
                                10, Duration.ofHours(2), Duration.ofMinutes(1), 5, 2500, 1000));
    }

    @ParameterizedTest
    @CsvSource({
        "MIN_GAMES, 0",
        "STALENESS_HOURS, 0",
        "STALENESS_HOURS, 999999",
        "COOLDOWN, -1",
        "PAUSE_AFTER, 0",
        "TARGET_ELO, 1500",
        "TARGET_ELO, NaN",
    })
    void namesWhatItRefuses(String name, String value) {
        String variable = "RINGRIFT_P2P_TRAINING_" + name;
        assertThatThrownBy(() -> bind(Map.of(variable, value)))
                .rootCause()
                .hasMessageStartingWith(variable + "=");
    }

    private static TrainingProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.training", TrainingProperties.class, variables);
    }
}
