package io.ringrift.p2p.config.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

class KnownSettingsTest {

    @TempDir Path folder;

    /** A template, as somebody's settings might have it. */
    record Template(List<String> command, Map<String, String> env, String workingDir) {}

    /** The record that holds templates. */
    record Holder(Map<String, Template> templates) {}

    @Test
    void knowsEverySettingOfTheBuild() {
        KnownSettings known = KnownSettings.load(getClass().getClassLoader());
        assertThat(
                        List.of(
                                "RINGRIFT_P2P_PORT",
                                "RINGRIFT_P2P_AUTH_TOKEN_FILE",
                                "RINGRIFT_P2P_TRAINING_MIN_GAMES",
                                "RINGRIFT_P2P_PEERS_OVERLOAD_CPU_PERCENT"))
                .allMatch(known::hasEnvironmentName);
        assertThat(known.hasPropertyName("ringrift.p2p.log.format")).isTrue();
        assertThat(known.hasPropertyName("ringrift.p2p.log.formatt")).isFalse();
    }

    @Test
    void readsRecordsInsideMapsFromTheirComponents() throws IOException {
        try (URLClassLoader classes =
                metadata(
                        """
                        {"properties": [{"name": "ringrift.p2p.templates", "sourceType": "%s"}]}
                        """
                                .formatted(Holder.class.getName()))) {
            assertThat(KnownSettings.load(classes).all())
                    .extracting(KnownSetting::propertyName)
                    .contains(
                            "ringrift.p2p.templates.<key>.command",
                            "ringrift.p2p.templates.<key>.command.<n>",
                            "ringrift.p2p.templates.<key>.env.<key>",
                            "ringrift.p2p.templates.<key>.working-dir");
        }
    }

    @Test
    void aBuildWithoutMetadataIsAMistake() throws IOException {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            assertThatThrownBy(() -> KnownSettings.load(empty)).hasMessageContaining("is missing");
        }
    }

    @Test
    void metadataOfAClassThatIsGoneIsAMistake() throws IOException {
        try (URLClassLoader classes =
                metadata(
                        """
                        {"properties": [{"name": "ringrift.p2p.x", "sourceType": "no.Such"}]}
                        """)) {
            assertThatThrownBy(() -> KnownSettings.load(classes)).hasMessageContaining("is gone");
        }
    }

    private URLClassLoader metadata(String json) throws IOException {
        Path file = folder.resolve("META-INF/spring-configuration-metadata.json");
        Files.createDirectories(folder.resolve("META-INF"));
        Files.writeString(file, json);
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
    }
}
