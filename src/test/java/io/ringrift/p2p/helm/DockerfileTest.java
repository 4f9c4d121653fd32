package io.ringrift.p2p.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The recipe of the image, and that it fits the chart. Nothing is built here. */
@ExtendWith(HelmLibrary.class)
class DockerfileTest {

    private final List<String> lines = read();

    @Test
    void startsTheProgramAsTheChartDoes() {
        assertThat(Manifests.texts(JsonMapper.shared().readTree(after("ENTRYPOINT "))))
                .containsExactly("java");
        assertThat(Manifests.texts(JsonMapper.shared().readTree(after("CMD "))))
                .isEqualTo(Manifests.texts(Chart.OURS.render(Map.of()).container().path("args")));
    }

    @Test
    void runsAsTheNumericUserOfTheChart() {
        int user = Chart.OURS.render(Map.of()).pod().at("/securityContext/runAsUser").asInt();

        assertThat(after("USER ")).isEqualTo(user + ":" + user);
    }

    @Test
    void usesNoShell() {
        assertThat(lines)
                .filteredOn(line -> line.matches("(RUN|CMD|ENTRYPOINT) .*"))
                .hasSizeGreaterThanOrEqualTo(3)
                .allMatch(line -> line.contains(" [\""));
    }

    @Test
    void theBaseHasATagThatStays() {
        assertThat(after("ARG BASE=")).matches("eclipse-temurin:25\\.\\d+\\.\\d+_\\d+-jre-[a-z]+");
        assertThat(lines)
                .filteredOn(line -> line.startsWith("FROM "))
                .hasSize(2)
                .allMatch(line -> line.startsWith("FROM ${BASE}"));
    }

    @Test
    void takesTheJarThatTheBuildMakesAndNothingElse() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<finalName>p2p-orchestrator</finalName>");
        assertThat(lines).contains("COPY target/p2p-orchestrator.jar ./");
        assertThat(Files.readAllLines(Path.of(".dockerignore")))
                .containsExactly("*", "!target/p2p-orchestrator.jar");
    }

    private String after(String start) {
        return lines.stream()
                .filter(line -> line.startsWith(start))
                .reduce((_, last) -> last)
                .orElseThrow()
                .substring(start.length());
    }

    private static List<String> read() {
        try {
            return Files.readAllLines(Path.of("Dockerfile"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
