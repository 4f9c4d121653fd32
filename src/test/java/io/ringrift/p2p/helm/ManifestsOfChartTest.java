package io.ringrift.p2p.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything that is rendered, as an API server would judge it. */
@ExtendWith(HelmLibrary.class)
class ManifestsOfChartTest {

    @TempDir private static Path folder;

    private static Chart withTestPod = Chart.OURS;

    @BeforeAll
    static void copy() throws IOException {
        withTestPod = Chart.OURS.withTestPod(folder);
    }

    private static final String[] FILES = {
        "one-values.yaml", "three-values.yaml", "five-values.yaml"
    };

    @ParameterizedTest
    @ValueSource(strings = {"one-values.yaml", "three-values.yaml", "five-values.yaml"})
    void anApiServerWouldTakeThem(String file) {
        Manifests made = Chart.OURS.renderFile(file);

        assertThat(made.all()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(made.all()).allSatisfy(ManifestsOfChartTest::assertAccepted);
        assertAccepted(testPod(Map.of()));
    }

    /** The judge itself: it must refuse what an API server refuses. */
    @ParameterizedTest
    @CsvSource({
        "/spec,                                              replica,        3",
        "/spec/template/spec,                                securtyContext, 3",
        "/spec/template/spec/containers/0,                   readynessProbe, 3",
        "/spec/template/spec/containers/0/livenessProbe/httpGet, paths,      3",
        "/spec/volumeClaimTemplates/0/spec,                  size,           3",
    })
    void aMisspeltFieldIsRefused(String where, String field, int value) {
        JsonNode voters = Chart.OURS.render(Map.of()).voters();
        ((ObjectNode) voters.at(where)).put(field, value);

        assertThat(KubernetesApi.complaint(voters)).get().asString().contains(field);
    }

    @ParameterizedTest
    @CsvSource({
        "/spec,                                                       replicas,  three",
        "/spec,                                                       replicas,  3",
        "/spec/template/spec,                                         enableServiceLinks, no",
        "/spec/template/spec/containers/0/ports/0,                    containerPort, 8770",
        "/spec/template/spec/containers/0/readinessProbe,             periodSeconds, 5s",
    })
    void aTextWhereANumberBelongsIsRefused(String where, String field, String value) {
        JsonNode voters = Chart.OURS.render(Map.of()).voters();
        ((ObjectNode) voters.at(where)).put(field, value);

        assertThat(KubernetesApi.complaint(voters)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "/spec,                               selector",
        "/spec,                               template",
        "/spec/template/spec/containers/0,    name",
        "/spec/template/spec/volumes/0,       name",
    })
    void aMissingFieldIsRefused(String where, String field) {
        JsonNode voters = Chart.OURS.render(Map.of()).voters();
        ((ObjectNode) voters.at(where)).remove(field);

        assertThat(KubernetesApi.complaint(voters)).get().asString().contains(field);
    }

    @Test
    void twoRenderingsAreEqual() {
        for (String file : FILES) {
            assertThat(Chart.OURS.renderFile(file)).isEqualTo(Chart.OURS.renderFile(file));
        }
    }

    @Test
    void selectorsSelectThePodsAndNameNoVersion() {
        for (String file : FILES) {
            Manifests made = Chart.OURS.renderFile(file);
            JsonNode labels = made.voters().at("/spec/template/metadata/labels");
            JsonNode selector = made.voters().at("/spec/selector/matchLabels");

            assertThat(selector.propertyNames())
                    .containsExactlyInAnyOrder(
                            "app.kubernetes.io/name",
                            "app.kubernetes.io/instance",
                            "app.kubernetes.io/component");
            assertThat(labels.properties()).containsAll(selector.properties());
            assertThat(made.of("Service"))
                    .hasSize(2)
                    .allSatisfy(each -> assertThat(each.at("/spec/selector")).isEqualTo(selector));
            assertThat(made.of("PodDisruptionBudget"))
                    .allSatisfy(
                            each ->
                                    assertThat(each.at("/spec/selector/matchLabels"))
                                            .isEqualTo(selector));
            assertThat(made.of("NetworkPolicy"))
                    .allSatisfy(
                            each ->
                                    assertThat(each.at("/spec/podSelector/matchLabels"))
                                            .isEqualTo(selector));
        }
    }

    @Test
    void thePodOfTheTestIsNoVoter() {
        JsonNode labels = testPod(Map.of()).at("/metadata/labels");

        assertThat(labels.path("app.kubernetes.io/component").asString()).isEqualTo("test");
    }

    @Test
    void portsThatServicesNameExist() {
        for (String file : FILES) {
            Manifests made = Chart.OURS.renderFile(file);
            List<String> ports = made.container().path("ports").findValuesAsString("name");
            for (JsonNode service : made.of("Service")) {
                assertThat(ports)
                        .containsAll(service.at("/spec/ports").findValuesAsString("targetPort"));
            }
        }
    }

    @Test
    void everyObjectIsInTheNamespaceOfTheRelease() {
        for (String file : FILES) {
            assertThat(Chart.OURS.renderFile(file).all())
                    .allSatisfy(
                            each ->
                                    assertThat(each.at("/metadata/namespace").asString())
                                            .isEqualTo(Chart.NAMESPACE));
        }
    }

    @Test
    void everyImageHasATagThatStays() {
        String own = Chart.OURS.render(Map.of()).container().path("image").asString();
        String curl = testPod(Map.of()).at("/spec/containers/0/image").asString();

        assertThat(List.of(own, curl))
                .allMatch(image -> image.matches("[^:]+:[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?"));
        assertThat(Chart.OURS.renderFile("five-values.yaml").container().path("image").asString())
                .contains("p2p-orchestrator@sha256:");
    }

    @Test
    void aWorkingAccountIsNamedAlsoWhenItIsNotMade() {
        Manifests made = Chart.OURS.renderFile("five-values.yaml");

        assertThat(made.of("ServiceAccount")).isEmpty();
        assertThat(made.pod().path("serviceAccountName").asString()).isEqualTo("voters");
        assertThat(Chart.OURS.render(Map.of()).of("ServiceAccount"))
                .singleElement()
                .satisfies(
                        each ->
                                assertThat(
                                                each.path("automountServiceAccountToken")
                                                        .asBoolean(true))
                                        .isFalse());
    }

    @Test
    void theTestAsksTheClientServiceForTheStatus() {
        JsonNode container = testPod(Map.of("config.port", "9100")).at("/spec/containers/0");

        assertThat(Manifests.texts(container.path("args")))
                .contains(
                        "--fail-with-body",
                        "Authorization: Bearer {{token:trim}}",
                        "http://trial-p2p-orchestrator.games.svc:9100/status");
    }

    private static void assertAccepted(JsonNode object) {
        assertThat(KubernetesApi.complaint(object)).isEmpty();
    }

    private static JsonNode testPod(Map<String, String> values) {
        return withTestPod.render(values).of("Pod").getFirst();
    }
}
