package io.ringrift.p2p.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

/** One cluster of 1, 3 or 5 voters that find each other by the names that Kubernetes gives them. */
@ExtendWith(HelmLibrary.class)
class VotersOfChartTest {

    private static final String NAME = "trial-p2p-orchestrator";

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 5})
    void everyPodIsAVoterUnderItsOwnName(int count) {
        Manifests made = Chart.OURS.render(Map.of("replicaCount", "" + count));

        assertThat(made.voters().at("/spec/replicas").asInt()).isEqualTo(count);
        Voters voters = Voters.parse(made.variable("RINGRIFT_P2P_VOTERS"));
        assertThat(voters.all()).hasSize(count);
        for (int ordinal = 0; ordinal < count; ordinal++) {
            String pod = NAME + "-" + ordinal;
            assertThat(voters.find(new NodeId(pod)))
                    .contains(
                            new VoterAddress(
                                    new NodeId(pod),
                                    pod + "." + NAME + "-headless.games.svc",
                                    8770,
                                    8771));
        }
    }

    @Test
    void threeVotersAreTheDefault() {
        assertThat(Chart.OURS.render(Map.of()).variable("RINGRIFT_P2P_VOTERS"))
                .isEqualTo(
                        "trial-p2p-orchestrator-0=trial-p2p-orchestrator-0"
                                + ".trial-p2p-orchestrator-headless.games.svc:8770,"
                                + "trial-p2p-orchestrator-1=trial-p2p-orchestrator-1"
                                + ".trial-p2p-orchestrator-headless.games.svc:8770,"
                                + "trial-p2p-orchestrator-2=trial-p2p-orchestrator-2"
                                + ".trial-p2p-orchestrator-headless.games.svc:8770");
    }

    @Test
    void aNodeIsNamedAfterItsPod() {
        JsonNode first = Chart.OURS.render(Map.of()).container().at("/env/0");

        assertThat(first.path("name").asString()).isEqualTo("RINGRIFT_P2P_NODE_ID");
        assertThat(first.at("/valueFrom/fieldRef/fieldPath").asString()).isEqualTo("metadata.name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "4", "7", "-1", "three"})
    void anotherNumberIsRefusedWithTheChoice(String count) {
        assertThatThrownBy(() -> Chart.OURS.render(Map.of("replicaCount", count)))
                .hasMessageContaining("replicaCount")
                .hasMessageContaining("1, 3, 5");
    }

    @Test
    void theHeadlessServiceNamesVotersBeforeTheyAreReady() {
        Manifests made = Chart.OURS.render(Map.of());
        JsonNode headless =
                made.named("Service", made.voters().at("/spec/serviceName").asString())
                        .path("spec");

        assertThat(headless.path("clusterIP").asString()).isEqualTo("None");
        assertThat(headless.path("publishNotReadyAddresses").asBoolean()).isTrue();
        assertThat(headless.path("ports").findValuesAsString("port"))
                .containsExactly("8770", "8771");
    }

    @Test
    void clientsReachReadyVotersOnly() {
        JsonNode service = Chart.OURS.render(Map.of()).named("Service", NAME).path("spec");

        assertThat(service.has("publishNotReadyAddresses")).isFalse();
        assertThat(service.path("ports").findValuesAsString("port")).containsExactly("8770");
    }

    @Test
    void votersStartTogetherAndKeepTheirDisks() {
        JsonNode spec = Chart.OURS.render(Map.of()).voters().path("spec");

        assertThat(spec.path("podManagementPolicy").asString()).isEqualTo("Parallel");
        assertThat(spec.at("/persistentVolumeClaimRetentionPolicy/whenDeleted").asString())
                .isEqualTo("Retain");
        assertThat(spec.at("/persistentVolumeClaimRetentionPolicy/whenScaled").asString())
                .isEqualTo("Retain");
        assertThat(spec.at("/volumeClaimTemplates/0/metadata/name").asString()).isEqualTo("data");
        assertThat(spec.at("/volumeClaimTemplates/0/spec/resources/requests/storage").asString())
                .isEqualTo("10Gi");
    }

    @Test
    void theDataFolderLiesOnTheDiskOfTheVoter() {
        Manifests made = Chart.OURS.render(Map.of());
        JsonNode mount =
                made.container()
                        .path("volumeMounts")
                        .valueStream()
                        .filter(each -> each.path("name").asString().equals("data"))
                        .findFirst()
                        .orElseThrow();

        assertThat(made.variable("RINGRIFT_P2P_DATA_DIR"))
                .startsWith(mount.path("mountPath").asString() + "/");
    }

    @ParameterizedTest
    @CsvSource({"1, 0", "3, 1", "5, 1"})
    void evictionTakesOneVoterAtATime(int count, int budgets) {
        List<JsonNode> found =
                Chart.OURS.render(Map.of("replicaCount", "" + count)).of("PodDisruptionBudget");

        assertThat(found).hasSize(budgets);
        assertThat(found)
                .allSatisfy(
                        each -> assertThat(each.at("/spec/maxUnavailable").asInt()).isEqualTo(1));
    }

    @Test
    void anotherPortIsFollowedEverywhere() {
        Manifests made = Chart.OURS.render(Map.of("config.port", "9100"));

        assertThat(made.all())
                .allSatisfy(each -> assertThat(each.toString()).doesNotContain("877"));
        assertThat(made.variable("RINGRIFT_P2P_PORT")).isEqualTo("9100");
        assertThat(Voters.parse(made.variable("RINGRIFT_P2P_VOTERS")).all())
                .allMatch(voter -> voter.httpPort() == 9100 && voter.raftPort() == 9101);
        assertThat(made.container().path("ports").findValuesAsString("containerPort"))
                .containsExactly("9100", "9101");
        assertThat(made.named("Service", NAME + "-headless").at("/spec/ports/1/port").asInt())
                .isEqualTo(9101);
    }

    @Test
    void onlyVotersReachTheRaftPort() {
        Manifests made = Chart.OURS.render(Map.of());
        JsonNode raft = made.named("NetworkPolicy", NAME).at("/spec/ingress/1");

        assertThat(raft.at("/ports/0/port").asString()).isEqualTo("raft");
        assertThat(raft.at("/from/0/podSelector/matchLabels"))
                .isEqualTo(made.voters().at("/spec/selector/matchLabels"));
    }

    @Test
    void longNamesStayWithinWhatKubernetesAllows() {
        Manifests made = Chart.OURS.render(Map.of("fullnameOverride", "a".repeat(63)));
        String name = made.voters().at("/metadata/name").asString();

        // The label with the revision of a pod appends eleven characters to this name.
        assertThat(name.length()).isLessThanOrEqualTo(52);
        assertThat(made.of("Service"))
                .allSatisfy(
                        each ->
                                assertThat(each.at("/metadata/name").asString().length())
                                        .isLessThanOrEqualTo(63));
    }
}
