package io.ringrift.p2p.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.LoadLimit;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.NodePart;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import java.nio.file.Path;
import java.util.Map;

class NodeConfigurationTest {

    @TempDir Path folder;

    @Test
    void offersTheNodeAsValuesOfTheModel() {
        new ApplicationContextRunner()
                .withUserConfiguration(NodeConfiguration.class)
                .withPropertyValues(
                        "ringrift.p2p.node-id=a", "ringrift.p2p.data-dir=" + folder.resolve("d"))
                .run(
                        context -> {
                            assertThat(context.getBean(NodeIdentity.class))
                                    .isEqualTo(
                                            new NodeIdentity(
                                                    new NodeId("a"),
                                                    "127.0.0.1",
                                                    8770,
                                                    folder.resolve("d")));
                            assertThat(context.getBean(Voters.class).all())
                                    .containsExactly(
                                            new VoterAddress(
                                                    new NodeId("a"), "127.0.0.1", 8770, 8771));
                            assertThat(context.getBean(LoadLimit.class))
                                    .isEqualTo(LoadLimit.DEFAULT);
                            assertThat(context).hasSingleBean(Timing.class);
                        });
    }

    @Test
    void theFolderIsFreeAgainOnceTheContextIsClosed() {
        ApplicationContextRunner runner =
                new ApplicationContextRunner()
                        .withUserConfiguration(NodeConfiguration.class)
                        .withPropertyValues("ringrift.p2p.data-dir=" + folder);
        runner.run(context -> assertThat(context).hasNotFailed());
        runner.run(
                context -> {
                    assertThat(context).hasNotFailed();
                    runner.run(
                            second ->
                                    assertThat(second)
                                            .getFailure()
                                            .rootCause()
                                            .hasMessageContaining("is in use by another node"));
                });
    }

    @Test
    void aNodeAloneIsReachedWhereItListens() {
        assertThat(alone(Map.of("RINGRIFT_P2P_BIND_ADDRESS", "0.0.0.0")).host())
                .isEqualTo("127.0.0.1");
        assertThat(alone(Map.of("RINGRIFT_P2P_BIND_ADDRESS", "::")).host()).isEqualTo("127.0.0.1");
        assertThat(alone(Map.of("RINGRIFT_P2P_BIND_ADDRESS", "::1")).raftAddress())
                .isEqualTo("[::1]:8771");
        assertThat(alone(Map.of("RINGRIFT_P2P_PORT", "0")).raftPort()).isZero();
        assertThat(alone(Map.of("RINGRIFT_P2P_VOTERS", "b=h:1")).id()).isEqualTo(new NodeId("b"));
        assertThatThrownBy(() -> alone(Map.of("RINGRIFT_P2P_PORT", "65535")))
                .hasMessageContaining("leaves no room for the Raft port");
    }

    @Test
    void theHostNameServesAsId() {
        assertThat(NodePart.fitting("gpu-1.example.org")).isEqualTo("gpu-1.example.org");
        assertThat(NodePart.fitting("_my host")).isEqualTo("my-host");
        assertThat(NodePart.fitting("___")).isEqualTo("node");
        assertThat(NodePart.fitting("x".repeat(80))).hasSize(63);
        assertThat(NodeConfiguration.nodeId(node(Map.of())).value()).isNotEmpty();
        assertThatThrownBy(
                        () ->
                                NodeConfiguration.nodeId(
                                        node(Map.of("RINGRIFT_P2P_NODE_ID", "my node"))))
                .hasMessageContaining("RINGRIFT_P2P_NODE_ID=my node is refused");
    }

    private static VoterAddress alone(Map<String, String> variables) {
        return NodeConfiguration.voters(node(variables), new NodeId("a")).all().getFirst();
    }

    private static NodeProperties node(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p", NodeProperties.class, variables);
    }
}
