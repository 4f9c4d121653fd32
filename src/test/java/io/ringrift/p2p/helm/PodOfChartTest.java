package io.ringrift.p2p.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The pod of a voter: what it may do, what it is told, and how Kubernetes asks for its health. */
@ExtendWith(HelmLibrary.class)
class PodOfChartTest {

    @TempDir private static Path folder;

    private static Chart withTestPod = Chart.OURS;

    @BeforeAll
    static void copy() throws IOException {
        withTestPod = Chart.OURS.withTestPod(folder);
    }

    private static final Pattern VARIABLE = Pattern.compile("RINGRIFT_P2P_[A-Z0-9_]+");

    @ParameterizedTest
    @CsvSource({
        "startupProbe,   /actuator/health/liveness",
        "livenessProbe,  /actuator/health/liveness",
        "readinessProbe, /actuator/health/readiness",
    })
    void probesAskActuatorOnThePortThatServes(String probe, String path) {
        JsonNode asked = Chart.OURS.render(Map.of()).container().path(probe).path("httpGet");

        assertThat(asked.path("path").asString()).isEqualTo(path);
        assertThat(asked.path("port").asString()).isEqualTo("http");
    }

    @Test
    void probesAskForDoorsThatAreOpenWithoutAToken() throws IOException {
        String open =
                Files.readString(
                        Path.of(
                                "src/main/java/io/ringrift/p2p/security/"
                                        + "SecurityConfiguration.java"));

        assertThat(open)
                .contains("\"/actuator/health/liveness\"", "\"/actuator/health/readiness\"");
    }

    @Test
    void aStartMayTakeMinutesAndAHangIsNoticedSooner() {
        JsonNode container = Chart.OURS.render(Map.of()).container();

        assertThat(patience(container.path("startupProbe"))).isEqualTo(300);
        assertThat(patience(container.path("livenessProbe"))).isEqualTo(60);
        assertThat(patience(container.path("readinessProbe"))).isEqualTo(10);
    }

    @Test
    void meetsTheRestrictedPodSecurityStandard() {
        for (JsonNode pod : podsWithTest()) {
            JsonNode security = pod.path("securityContext");
            assertThat(security.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(security.path("runAsUser").asInt()).isEqualTo(10001);
            assertThat(security.path("fsGroup").asInt()).isEqualTo(10001);
            assertThat(security.at("/seccompProfile/type").asString()).isEqualTo("RuntimeDefault");
            assertThat(Set.copyOf(pod.propertyNames()))
                    .doesNotContain("hostNetwork", "hostPID", "hostIPC", "hostUsers");
            for (JsonNode container : pod.path("containers")) {
                JsonNode rights = container.path("securityContext");
                assertThat(rights.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(rights.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(rights.path("privileged").asBoolean(false)).isFalse();
                assertThat(Manifests.texts(rights.at("/capabilities/drop"))).containsExactly("ALL");
                assertThat(rights.at("/capabilities").has("add")).isFalse();
            }
            for (JsonNode volume : pod.path("volumes")) {
                assertThat(Set.copyOf(volume.propertyNames()))
                        .isSubsetOf(Set.of("name", "secret", "emptyDir"));
            }
        }
    }

    @Test
    void noPodHasAnAccountsTokenOrTheServicesAsVariables() {
        for (JsonNode pod : podsWithTest()) {
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.path("enableServiceLinks").asBoolean(true)).isFalse();
        }
    }

    @Test
    void whatTheProgramWritesIsMounted() {
        assertThat(
                        Chart.OURS
                                .render(Map.of())
                                .container()
                                .path("volumeMounts")
                                .findValuesAsString("mountPath"))
                .containsExactlyInAnyOrder("/tmp", "/var/lib/ringrift", "/etc/ringrift");
    }

    @Test
    void theTokenIsAFileFromASecretThatExists() {
        Manifests made = Chart.OURS.renderFile("five-values.yaml");
        JsonNode secret =
                made.pod()
                        .path("volumes")
                        .valueStream()
                        .filter(each -> each.path("name").asString().equals("token"))
                        .findFirst()
                        .orElseThrow()
                        .path("secret");

        assertThat(made.variable("RINGRIFT_P2P_BIND_ADDRESS")).isEqualTo("0.0.0.0");
        assertThat(made.variable("RINGRIFT_P2P_AUTH_TOKEN_FILE")).isEqualTo("/etc/ringrift/token");
        assertThat(secret.path("secretName").asString()).isEqualTo("other-token");
        assertThat(secret.at("/items/0/key").asString()).isEqualTo("cluster");
        assertThat(secret.at("/items/0/path").asString()).isEqualTo("token");
        assertThat(secret.path("defaultMode").asInt()).isEqualTo(0440);
        assertThat(made.variableNames()).doesNotContain("RINGRIFT_P2P_AUTH_TOKEN");
        assertThat(made.of("Secret")).isEmpty();
    }

    @Test
    void withoutATokenNothingIsRendered() {
        assertThatThrownBy(() -> Chart.OURS.renderOnly(Map.of()))
                .hasMessageContaining("auth.existingSecret is required")
                .hasMessageContaining("does not start without a token");
    }

    @Test
    void everyVariableIsASettingOfTheProgram() throws IOException {
        String reference = Files.readString(Path.of("application.yml"));
        Set<String> used = new TreeSet<>();
        for (String file : List.of("templates/statefulset.yaml", "values.yaml")) {
            String text = Files.readString(Chart.OURS.folder().resolve(file));
            VARIABLE.matcher(text).results().map(MatchResult::group).forEach(used::add);
        }
        used.addAll(Chart.OURS.renderFile("five-values.yaml").variableNames());

        assertThat(used)
                .contains("RINGRIFT_P2P_VOTERS", "RINGRIFT_P2P_NODE_ID")
                .allSatisfy(name -> assertThat(reference).contains("${" + name + ":"));
    }

    @Test
    void aVariableIsSetOnce() {
        assertThat(Chart.OURS.renderFile("five-values.yaml").variableNames())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RINGRIFT_P2P_VOTERS", "RINGRIFT_P2P_PORT", "RINGRIFT_P2P_DATA_DIR"})
    void whatTheChartSetsCannotBeSetBeside(String name) {
        assertThatThrownBy(
                        () ->
                                Chart.OURS.render(
                                        Map.of("extraEnv[0].name", name, "extraEnv[0].value", "x")))
                .hasMessageContaining("extraEnv");
    }

    @Test
    void everyVariableOfTheChartIsBarredFromExtraEnv() throws IOException {
        String schema = Files.readString(Chart.OURS.folder().resolve("values.schema.json"));

        assertThat(Chart.OURS.render(Map.of()).variableNames())
                .allSatisfy(name -> assertThat(schema).contains('"' + name + '"'));
    }

    @Test
    void theVirtualMachineKnowsItsLimits() {
        assertThat(
                        Manifests.texts(
                                Chart.OURS.renderFile("five-values.yaml").container().path("args")))
                .containsExactly(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:MaxRAMPercentage=60",
                        "-Xlog:gc",
                        "-jar",
                        "/app/p2p-orchestrator.jar");
    }

    @Test
    void stoppingHasTimeForEachOfItsSteps() {
        JsonNode pod = Chart.OURS.render(Map.of()).pod();
        int sleep = pod.at("/containers/0/lifecycle/preStop/sleep/seconds").asInt();

        assertThat(sleep).isEqualTo(5);
        assertThat(pod.path("terminationGracePeriodSeconds").asInt()).isEqualTo(60);
        assertThat(Chart.OURS.render(Map.of()).variable("RINGRIFT_P2P_AGENT_ON_SHUTDOWN"))
                .isEqualTo("stop");
    }

    @ParameterizedTest
    @CsvSource({
        "hard, requiredDuringSchedulingIgnoredDuringExecution",
        "soft, preferredDuringSchedulingIgnoredDuringExecution",
        "none, ''",
    })
    void votersKeepApart(String choice, String expected) {
        JsonNode rules =
                Chart.OURS
                        .render(Map.of("antiAffinity", choice))
                        .pod()
                        .at("/affinity/podAntiAffinity");

        assertThat(String.join(",", rules.propertyNames())).isEqualTo(expected);
        assertThat(choice.equals("none") || rules.toString().contains("kubernetes.io/hostname"))
                .isTrue();
    }

    private static int patience(JsonNode probe) {
        return probe.path("periodSeconds").asInt() * probe.path("failureThreshold").asInt();
    }

    private static List<JsonNode> podsWithTest() {
        return List.of(Chart.OURS.render(Map.of()).pod(), testPod(Map.of()).path("spec"));
    }

    private static JsonNode testPod(Map<String, String> values) {
        return withTestPod.render(values).of("Pod").getFirst();
    }
}
