package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.RulesVersion;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * Two releases in one cluster, as during an upgrade: they agree on every state, and the new rules
 * come into force once the last voter knows them.
 */
@Timeout(300)
@Isolated
class SideBySideIT {

    private static final String JOB = "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}";

    private static final int KNOWN = RulesVersion.known();

    @Test
    void twoReleasesDoNotDivergeAndTheLastVoterBringsTheNewRules(@TempDir Path folder)
            throws Exception {
        Path next = NextRelease.jar(folder);
        ClientHistory history = new ClientHistory();
        try (RealCluster cluster = RealCluster.onLoopback(folder)) {
            cluster.node("c").program(next);
            cluster.start().settled();
            ClusterLoad load = new ClusterLoad(cluster, history, 3).start(4);
            load.awaitProgress(30);
            cluster.lead("c");
            load.awaitProgress(30);
            assertThat(rulesKnown(cluster.node("c")))
                    .isEqualTo(Map.of("a", KNOWN, "b", KNOWN, "c", KNOWN + 1));
            cluster.lead("a");
            load.awaitProgress(30);
            load.stop();
            new Verdict(cluster, history, load).everyPromiseWasKept();
            assertThat(equalStates(cluster)).isEqualTo(KNOWN);

            for (String old : new String[] {"a", "b"}) {
                cluster.node(old).terminate();
                cluster.node(old).program(next).start();
                cluster.settled();
            }

            Awaitility.await("the new rules are in force on every voter")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> equalStates(cluster) == KNOWN + 1);
            for (RealNode node : cluster.all()) {
                HttpResponse<String> refused = node.post("/jobs", JOB);
                assertThat(refused.statusCode()).as(node.name()).isEqualTo(429);
            }
            equalStates(cluster);
            anOlderProgramIsRefused(cluster.allBut(cluster.leader()).getFirst());
        }
    }

    /** Otherwise equal hashes would prove nothing. */
    @Test
    void aMeaningThatChangesWithoutItsVersionShows(@TempDir Path folder) throws Exception {
        try (RealCluster cluster = RealCluster.onLoopback(folder)) {
            cluster.node("c").program(NextRelease.careless(folder));
            cluster.start().settled();
            cluster.lead("a");
            equalStates(cluster);

            cluster.node("a").submit(JOB);

            Awaitility.await("one index on all")
                    .atMost(Duration.ofSeconds(30))
                    .until(
                            () -> {
                                JsonNode a = cluster.node("a").json("/cluster/hash");
                                JsonNode b = cluster.node("b").json("/cluster/hash");
                                JsonNode c = cluster.node("c").json("/cluster/hash");
                                return a.equals(b)
                                        && a.get("applied_index").equals(c.get("applied_index"))
                                        && !a.get("state_hash").equals(c.get("state_hash"));
                            });
        }
    }

    private static void anOlderProgramIsRefused(RealNode node) throws Exception {
        node.terminate();
        node.program(Packed.jar()).launch();
        assertThat(node.awaitExit()).isEqualTo(70);
        assertThat(node.said()).contains("needs a newer program");
    }

    /** What the leader heard; it asks every two seconds. */
    private static Map<String, Integer> rulesKnown(RealNode leader) {
        return Awaitility.await("all voters have said what they know")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(
                        () -> {
                            Map<String, Integer> known = new TreeMap<>();
                            for (JsonNode voter : leader.json("/cluster").get("voters")) {
                                known.put(
                                        voter.get("node_id").stringValue(),
                                        voter.get("rules_known").intValue());
                            }
                            return known;
                        },
                        known -> known.size() == 3);
    }

    /** Waits for one index on all; the states there must be equal. Returns the rules in force. */
    static int equalStates(RealCluster cluster) {
        return Awaitility.await("one index on all")
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> {
                            Map<Long, JsonNode> byIndex = new TreeMap<>();
                            for (RealNode node : cluster.all()) {
                                JsonNode hash = node.json("/cluster/hash");
                                long index = hash.get("applied_index").longValue();
                                JsonNode other = byIndex.put(index, hash);
                                assertThat(hash)
                                        .as("index %d", index)
                                        .isEqualTo(other == null ? hash : other);
                            }
                            return byIndex.size() == 1
                                    ? byIndex.values()
                                            .iterator()
                                            .next()
                                            .get("rules_version")
                                            .intValue()
                                    : 0;
                        },
                        version -> version > 0);
    }
}
