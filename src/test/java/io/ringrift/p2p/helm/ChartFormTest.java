package io.ringrift.p2p.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart as a thing of its own: its lint, its schema, its notes, its documents. */
@ExtendWith(HelmLibrary.class)
class ChartFormTest {

    @Test
    void passesTheStrictLint() {
        LintResult result = Chart.OURS.helm().lint().strict().call();

        assertThat(result.isFailed()).as(String.join("\n", result.getMessages())).isFalse();
        assertThat(result.getMessages()).noneMatch(line -> line.contains("[ERROR]"));
        assertThat(result.getMessages()).noneMatch(line -> line.contains("[WARNING]"));
    }

    /** The linter itself: it must fail for a broken template. */
    @Test
    void theLintFindsABrokenTemplate(@TempDir Path folder) throws IOException {
        Chart copy = Chart.OURS.copyTo(folder);
        assertThat(copy.helm().lint().strict().call().isFailed()).isFalse();
        copy.replace("templates/service.yaml", "\nspec:", "\nspec");

        LintResult result = copy.helm().lint().strict().call();

        assertThat(result.isFailed()).isTrue();
        assertThat(result.getMessages()).anyMatch(line -> line.contains("service.yaml"));
    }

    @ParameterizedTest
    @CsvSource({
        "replicas,                    3,        replicas",
        "image.tag,                   latest,   tag",
        "image.digest,                sha256:1, digest",
        "config.port,                 80,       port",
        "config.port,                 65535,    port",
        "config.logFormat,            xml,      logFormat",
        "persistence.size,            much,     size",
        "antiAffinity,                maybe,    antiAffinity",
        "runAsUser,                   0,        runAsUser",
        "resources.limits.memory,     2Gx,      memory",
        "probes.liveness.path,        /health,  path",
        "auth.token,                  secret,   token",
    })
    void aValueThatIsNotOneIsRefusedByName(String key, String value, String named) {
        assertThatThrownBy(() -> Chart.OURS.render(Map.of(key, value)))
                .hasMessageContaining("don't meet the specifications of the schema")
                .hasMessageContaining(named);
    }

    @Test
    void everyValueIsInTheSchemaAndDescribed() throws IOException {
        JsonNode values =
                Manifests.parse(Files.readString(Chart.OURS.folder().resolve("values.yaml")))
                        .all()
                        .getFirst();
        JsonNode schema =
                JsonMapper.shared()
                        .readTree(
                                Files.readString(
                                        Chart.OURS.folder().resolve("values.schema.json")));
        String document = Files.readString(Path.of("docs/kubernetes.md"));

        List<String> inValues = new ArrayList<>();
        for (Map.Entry<String, JsonNode> top : values.properties()) {
            inValues.add(top.getKey());
            assertThat(document).contains("`" + top.getKey());
            JsonNode rule = schema.path("properties").path(top.getKey());
            if (rule.has("properties") && !top.getKey().equals("resources")) {
                assertThat(rule.path("additionalProperties").asBoolean(true)).isFalse();
                assertThat(rule.path("properties").propertyNames())
                        .containsExactlyInAnyOrderElementsOf(top.getValue().propertyNames());
            }
        }
        inValues.add("global"); // Helm's own, always allowed
        assertThat(schema.path("properties").propertyNames())
                .containsExactlyInAnyOrderElementsOf(inValues);
        assertThat(schema.path("additionalProperties").asBoolean(true)).isFalse();
    }

    @Test
    void everyValueIsUsed() throws IOException {
        StringBuilder templates = new StringBuilder();
        try (Stream<Path> files = Files.walk(Chart.OURS.folder().resolve("templates"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                templates.append(Files.readString(file));
            }
        }
        JsonNode values =
                Manifests.parse(Files.readString(Chart.OURS.folder().resolve("values.yaml")))
                        .all()
                        .getFirst();
        for (Map.Entry<String, JsonNode> top : values.properties()) {
            assertThat(templates.toString()).contains(".Values." + top.getKey());
        }
    }

    @Test
    void theChartIsOfThisVersionOfTheProgram() throws IOException {
        JsonNode chart =
                Manifests.parse(Files.readString(Chart.OURS.folder().resolve("Chart.yaml")))
                        .all()
                        .getFirst();

        assertThat(Files.readString(Path.of("pom.xml")))
                .contains("<version>" + chart.path("appVersion").asString() + "</version>");
    }

    @Test
    void anOlderKubernetesIsRefused() {
        assertThat(Chart.OURS.renderFor("1.30.0").of("StatefulSet")).hasSize(1);
        assertThatThrownBy(() -> Chart.OURS.renderFor("1.29.9")).hasMessageContaining("1.30.0");
    }

    @Test
    void theNotesGiveTheFirstCommandAndWarnOfASingleVoter() {
        String three = Chart.OURS.notes(Map.of());
        String one = Chart.OURS.notes(Map.of("replicaCount", "1"));

        assertThat(three)
                .contains("/status", "get secret cluster-token", "helm -n games test trial")
                .contains("{{ index .data \"token\" | base64decode }}")
                .doesNotContain("WARNING");
        assertThat(one).contains("WARNING: a single voter");
    }

    /**
     * The copy believes in an upgrade of three voters: {@code lookup} answers only with a cluster.
     */
    @Test
    void theNumberOfVotersOfARunningClusterIsNotChangedByAnUpgrade(@TempDir Path folder)
            throws IOException {
        Chart running = Chart.OURS.copyTo(folder);
        String helpers = "templates/_helpers.tpl";
        running.replace(helpers, "if .Release.IsUpgrade", "if true");
        running.replace(
                helpers,
                "lookup \"apps/v1\" \"StatefulSet\" .Release.Namespace"
                        + " (include \"ringrift.fullname\" .)",
                "dict \"spec\" (dict \"replicas\" (float64 3))");

        assertThat(running.render(Map.of()).voters().at("/spec/replicas").asInt()).isEqualTo(3);
        assertThatThrownBy(() -> running.render(Map.of("replicaCount", "5")))
                .hasMessageContaining("replicaCount is 5 and this release runs 3 voters");
        assertThat(
                        running.render(
                                        Map.of(
                                                "replicaCount",
                                                "5",
                                                "allowReplicaCountChange",
                                                "true"))
                                .of("StatefulSet"))
                .hasSize(1);
    }
}
