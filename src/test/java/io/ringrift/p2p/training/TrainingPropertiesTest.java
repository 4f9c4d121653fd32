package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.util.Map;

class TrainingPropertiesTest {

    @Test
    void hasTheDefaultsOfTheContract() {
        assertThat(bind(Map.of()).policy()).isEqualTo(TrainingPolicy.DEFAULT);
    }

    @Test
    void readsEveryEnvironmentName() {
        Map<String, String> variables =
                Map.ofEntries(
                        Map.entry("RINGRIFT_P2P_TRAINING_MIN_GAMES", "10"),
                        Map.entry("RINGRIFT_P2P_TRAINING_STALENESS_HOURS", "2"),
                        Map.entry("RINGRIFT_P2P_TRAINING_COOLDOWN", "60"),
                        Map.entry("RINGRIFT_P2P_TRAINING_PAUSE_AFTER", "5"),
                        Map.entry("RINGRIFT_P2P_TRAINING_TARGET_ELO", "2500"),
                        Map.entry("RINGRIFT_P2P_TRAINING_INITIAL_ELO", "1000"),
                        Map.entry("RINGRIFT_P2P_TRAINING_GATE_ELO0", "-5"),
                        Map.entry("RINGRIFT_P2P_TRAINING_GATE_ELO1", "35"),
                        Map.entry("RINGRIFT_P2P_TRAINING_GATE_ALPHA", "0.01"),
                        Map.entry("RINGRIFT_P2P_TRAINING_GATE_BETA", "0.1"),
                        Map.entry("RINGRIFT_P2P_TRAINING_GATE_MAX_GAMES", "1000"),
                        Map.entry("RINGRIFT_P2P_TRAINING_BATCH_GAMES", "100"),
                        Map.entry("RINGRIFT_P2P_TRAINING_PARALLEL_BATCHES", "8"),
                        Map.entry("RINGRIFT_P2P_TRAINING_WINDOW_GAMES", "5000"),
                        Map.entry("RINGRIFT_P2P_TRAINING_COVERAGE", "0.5"));
        assertThat(bind(variables).policy())
                .isEqualTo(
                        new TrainingPolicy(
                                new TrainingThresholds(
                                        10,
                                        Duration.ofHours(2),
                                        Duration.ofMinutes(1),
                                        5,
                                        2500,
                                        1000),
                                new SprtLimits(-5, 35, 0.01, 0.1, 1_000),
                                100,
                                8,
                                5_000,
                                500));
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
        "BATCH_GAMES, 41",
        "PARALLEL_BATCHES, 0",
        "WINDOW_GAMES, -1",
        "COVERAGE, 1.1",
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
