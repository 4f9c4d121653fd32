package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.security.ClusterToken;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class ClusterTokenReaderTest {

    private static final String SECRET = "a-secret-of-the-cluster";

    @TempDir Path folder;

    @Test
    void thereIsNoneByDefault() {
        assertThat(read(Map.of()).isSet()).isFalse();
        assertThat(read(Map.of("RINGRIFT_P2P_BIND_ADDRESS", "::1")).isSet()).isFalse();
        assertThat(read(Map.of("RINGRIFT_P2P_BIND_ADDRESS", "localhost")).isSet()).isFalse();
    }

    @Test
    void readsItFromTheEnvironmentOrFromAFileTrimmed() throws IOException {
        Path file = Files.writeString(folder.resolve("token"), SECRET + "\n");
        assertThat(read(Map.of("RINGRIFT_P2P_AUTH_TOKEN", SECRET)).matches(SECRET)).isTrue();
        assertThat(read(Map.of("RINGRIFT_P2P_AUTH_TOKEN_FILE", file.toString())).matches(SECRET))
                .isTrue();
    }

    @Test
    void anOpenDoorBeyondLoopbackIsRefused() {
        assertThatThrownBy(() -> read(Map.of("RINGRIFT_P2P_BIND_ADDRESS", "0.0.0.0")))
                .hasMessageStartingWith("RINGRIFT_P2P_BIND_ADDRESS=0.0.0.0 is reachable")
                .hasMessageContaining("RINGRIFT_P2P_AUTH_TOKEN");
        assertThatThrownBy(() -> read(Map.of("RINGRIFT_P2P_BIND_ADDRESS", "no.such.invalid")))
                .hasMessageContaining("is not an address of this machine");
        assertThat(
                        read(Map.of(
                                        "RINGRIFT_P2P_BIND_ADDRESS",
                                        "0.0.0.0",
                                        "RINGRIFT_P2P_AUTH_TOKEN",
                                        SECRET))
                                .isSet())
                .isTrue();
    }

    @Test
    void refusesWithoutEverShowingTheSecret() throws IOException {
        Path file = Files.writeString(folder.resolve("weak"), "geheim");
        Path empty = Files.writeString(folder.resolve("empty"), " \n");
        Path large = Files.writeString(folder.resolve("large"), "x".repeat(5000));
        refused(Map.of("RINGRIFT_P2P_AUTH_TOKEN", "geheim"), "must have at least 16 characters");
        refused(Map.of("RINGRIFT_P2P_AUTH_TOKEN", "geheim ".repeat(5)), "without blanks");
        refused(file(file), "holds a token that must have at least 16 characters");
        refused(file(empty), "is empty");
        refused(file(large), "is too large");
        refused(file(folder.resolve("none")), "does not exist");
        refused(file(folder), "cannot be read");
        refused(
                Map.of("RINGRIFT_P2P_AUTH_TOKEN", "geheim", "RINGRIFT_P2P_AUTH_TOKEN_FILE", "x"),
                "are both set");
        assertThat(new TokenProperties("geheim", "").toString()).doesNotContain("geheim");
    }

    private static Map<String, String> file(Path path) {
        return Map.of("RINGRIFT_P2P_AUTH_TOKEN_FILE", path.toString());
    }

    private static void refused(Map<String, String> variables, String rule) {
        assertThatThrownBy(() -> read(variables))
                .hasMessageContaining("RINGRIFT_P2P_AUTH_TOKEN")
                .hasMessageContaining(rule)
                .hasMessageNotContaining("geheim");
    }

    private static ClusterToken read(Map<String, String> variables) {
        return ClusterTokenReader.read(
                Settings.bind("ringrift.p2p", TokenProperties.class, variables),
                Settings.bind("ringrift.p2p", NodeProperties.class, variables));
    }
}
