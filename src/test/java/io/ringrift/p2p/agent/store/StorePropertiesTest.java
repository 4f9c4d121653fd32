package io.ringrift.p2p.agent.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class StorePropertiesTest {

    private static final String PREFIX = "RINGRIFT_P2P_DATA_S3_";

    private static StoreProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.data.s3", StoreProperties.class, variables);
    }

    @Test
    void thereIsNoStoreByDefault() {
        assertThat(bind(Map.of()).isOn()).isFalse();
        assertThat(bind(Map.of(PREFIX + "PREFIX", "a")).prefix()).isEqualTo("a/");
    }

    @Test
    void theSecretIsReadFromAFileAndNeverShown(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), "  hidden\n");
        StoreProperties properties =
                bind(
                        Map.of(
                                PREFIX + "BUCKET", "b",
                                PREFIX + "ACCESS_KEY", "me",
                                PREFIX + "SECRET_KEY_FILE", file.toString()));
        assertThat(properties.secret()).isEqualTo("hidden");
        assertThat(bind(Map.of(PREFIX + "ACCESS_KEY", "me", PREFIX + "SECRET_KEY", "hidden")))
                .asString()
                .doesNotContain("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "ENDPOINT, ftp://somewhere",
        "ENDPOINT, ::",
        "PREFIX, /absolute",
        "SCAN_INTERVAL, 10ms",
        "ACCESS_KEY, alone",
    })
    void namesWhatItRefuses(String name, String value) {
        assertThatThrownBy(() -> bind(Map.of(PREFIX + name, value)))
                .rootCause()
                .hasMessageStartingWith(PREFIX + name + "=");
    }
}
