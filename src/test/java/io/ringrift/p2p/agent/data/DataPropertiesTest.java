package io.ringrift.p2p.agent.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.data.DataKind;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class DataPropertiesTest {

    private static final URI OWN = URI.create("http://127.0.0.1:8770");

    private static DataProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.data", DataProperties.class, variables);
    }

    @Test
    void hasDefaults() {
        DataProperties defaults = bind(Map.of());
        assertThat(defaults.scanInterval()).isEqualTo(Duration.ofSeconds(10));
        assertThat(defaults.settle()).isEqualTo(Duration.ofSeconds(2));
        assertThat(defaults.url(OWN)).contains(OWN);
        assertThat(defaults.rules().keySet())
                .containsExactly(DataKind.GAMES, DataKind.MODELS, DataKind.TRAINING);
        assertThat(defaults.rules().get(DataKind.GAMES))
                .isEqualTo(new KindRule(List.of(), 1L << 40));
    }

    @Test
    void readsEveryEnvironmentName() {
        DataProperties read =
                bind(
                        Map.of(
                                "RINGRIFT_P2P_DATA_ADVERTISED_URL", "http://10.0.0.7:8770",
                                "RINGRIFT_P2P_DATA_SCAN_INTERVAL", "3",
                                "RINGRIFT_P2P_DATA_SETTLE", "500ms",
                                "RINGRIFT_P2P_DATA_KINDS_GAMES_EXTENSIONS", ".JSONL,npz",
                                "RINGRIFT_P2P_DATA_KINDS_GAMES_MAX_FILE_BYTES", "2GB"));
        assertThat(read.url(OWN)).contains(URI.create("http://10.0.0.7:8770"));
        assertThat(read.scanInterval()).isEqualTo(Duration.ofSeconds(3));
        assertThat(read.settle()).isEqualTo(Duration.ofMillis(500));
        assertThat(read.rules())
                .containsEntry(DataKind.GAMES, new KindRule(List.of("jsonl", "npz"), 2L << 30));
    }

    @Test
    void aNodeThatNobodyCanDialSaysSo() {
        assertThat(bind(Map.of("RINGRIFT_P2P_DATA_ADVERTISED_URL", "none")).url(OWN)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "RINGRIFT_P2P_DATA_ADVERTISED_URL, ftp://x",
        "RINGRIFT_P2P_DATA_ADVERTISED_URL, http://x/y",
        "RINGRIFT_P2P_DATA_ADVERTISED_URL, http://a:b@x",
        "RINGRIFT_P2P_DATA_ADVERTISED_URL, x:8770",
        "RINGRIFT_P2P_DATA_ADVERTISED_URL, http://a b",
        "RINGRIFT_P2P_DATA_SCAN_INTERVAL, 0",
        "RINGRIFT_P2P_DATA_SETTLE, 3601",
        "RINGRIFT_P2P_DATA_KINDS_GAMES_MAX_FILE_BYTES, 0",
        "RINGRIFT_P2P_DATA_KINDS_GAMES_EXTENSIONS, a/b",
    })
    void namesWhatItRefuses(String variable, String value) {
        assertThatThrownBy(() -> bind(Map.of(variable, value)))
                .rootCause()
                .hasMessageContaining(variable + "=");
    }

    @Test
    void aKindIsAPlainName() {
        assertThatThrownBy(
                        () ->
                                new DataProperties(
                                        "",
                                        Duration.ofSeconds(1),
                                        Duration.ZERO,
                                        Map.of(
                                                "../games",
                                                new DataProperties.Kind(
                                                        List.of(),
                                                        org.springframework.util.unit.DataSize
                                                                .ofBytes(1)))))
                .hasMessageContaining("../games");
    }
}
