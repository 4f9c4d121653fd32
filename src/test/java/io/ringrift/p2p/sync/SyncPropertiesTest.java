package io.ringrift.p2p.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.data.DataKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class SyncPropertiesTest {

    private static SyncPolicy bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.data", SyncProperties.class, variables).policy();
    }

    @Test
    void hasDefaults() {
        Labels training = Labels.parse("role=training");
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new SyncPolicy(
                                true,
                                Map.of(
                                        DataKind.MODELS,
                                        new SyncPolicy.Rule(true, true, null, 2, 5, 70),
                                        DataKind.GAMES,
                                        new SyncPolicy.Rule(false, true, training, 1, 0, 50),
                                        DataKind.TRAINING,
                                        new SyncPolicy.Rule(false, true, training, 1, 0, 50)),
                                2,
                                64,
                                4,
                                2L << 30,
                                0,
                                0));
    }

    @Test
    void readsEveryEnvironmentName() {
        SyncPolicy policy =
                bind(
                        Map.ofEntries(
                                Map.entry("RINGRIFT_P2P_DATA_SYNC_ENABLED", "false"),
                                Map.entry("RINGRIFT_P2P_DATA_SYNC_JOBS_PER_NODE", "3"),
                                Map.entry("RINGRIFT_P2P_DATA_SYNC_JOBS", "5"),
                                Map.entry("RINGRIFT_P2P_DATA_SYNC_READERS_PER_SOURCE", "6"),
                                Map.entry("RINGRIFT_P2P_DATA_SYNC_KEEP_FREE", "1KB"),
                                Map.entry("RINGRIFT_P2P_DATA_SYNC_NODE_BYTES_PER_SECOND", "7"),
                                Map.entry("RINGRIFT_P2P_DATA_SYNC_BYTES_PER_SECOND", "8"),
                                Map.entry("RINGRIFT_P2P_DATA_POLICIES_GAMES_TO", "players"),
                                Map.entry("RINGRIFT_P2P_DATA_POLICIES_GAMES_LABELS", "disk=big"),
                                Map.entry("RINGRIFT_P2P_DATA_POLICIES_GAMES_COPIES", "3"),
                                Map.entry("RINGRIFT_P2P_DATA_POLICIES_GAMES_NEWEST", "9"),
                                Map.entry("RINGRIFT_P2P_DATA_POLICIES_GAMES_PRIORITY", "10")));
        assertThat(policy).isEqualTo(new SyncPolicy(false, policy.rules(), 3, 5, 6, 1_024, 7, 8));
        assertThat(policy.rules())
                .containsEntry(
                        DataKind.GAMES,
                        new SyncPolicy.Rule(true, false, Labels.parse("disk=big"), 3, 9, 10))
                .containsKey(DataKind.MODELS);
    }

    @ParameterizedTest
    @CsvSource({
        "SYNC_JOBS_PER_NODE, 0",
        "SYNC_JOBS, 0",
        "SYNC_READERS_PER_SOURCE, 0",
        "SYNC_KEEP_FREE, -1B",
        "SYNC_NODE_BYTES_PER_SECOND, -1B",
        "SYNC_BYTES_PER_SECOND, -1B",
        "POLICIES_GAMES_COPIES, 0",
        "POLICIES_GAMES_NEWEST, -1",
        "POLICIES_GAMES_PRIORITY, 101",
        "POLICIES_GAMES_KEEP_NEWEST, -1",
        "POLICIES_GAMES_KEEP_GAMES, -1",
        "POLICIES_GAMES_KEEP_FOR, -1",
        "POLICIES_GAMES_QUOTA, -1B",
        "CLEANING_INTERVAL, 10ms",
    })
    void namesWhatItRefuses(String name, String value) {
        String variable = "RINGRIFT_P2P_DATA_" + name;
        assertThatThrownBy(() -> bind(Map.of(variable, value)))
                .rootCause()
                .hasMessageStartingWith(variable + "=");
    }

    @Test
    void whatMovesMustNotBeLetGo() {
        assertThatThrownBy(
                        () ->
                                bind(
                                        Map.of(
                                                "RINGRIFT_P2P_DATA_POLICIES_MODELS_NEWEST",
                                                "5",
                                                "RINGRIFT_P2P_DATA_POLICIES_MODELS_KEEP_NEWEST",
                                                "4")))
                .rootCause()
                .hasMessageContaining("must not be less than newest");
    }

    @Test
    void sharesOutTheBandwidth() {
        SyncPolicy policy = new SyncPolicy(true, Map.of(), 2, 64, 4, 0, 100, 300);
        assertThat(policy.bytesPerSecond(1, 1)).isEqualTo(100);
        assertThat(policy.bytesPerSecond(2, 2)).isEqualTo(50);
        assertThat(policy.bytesPerSecond(1, 30)).isEqualTo(10);
        assertThat(new SyncPolicy(true, Map.of(), 2, 64, 4, 0, 0, 300).bytesPerSecond(1, 3))
                .isEqualTo(100);
        assertThat(new SyncPolicy(true, Map.of(), 2, 64, 4, 0, 0, 0).bytesPerSecond(1, 3)).isZero();
    }
}
