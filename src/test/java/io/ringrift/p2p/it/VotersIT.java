package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Voters come and go through the doors, as the runbook says. */
@Timeout(300)
@Isolated
class VotersIT {

    private static final String JOB =
            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":3}";

    @TempDir Path folder;

    @Test
    void aLostDiskIsReplacedAndTheNewOneVotes() throws Exception {
        try (RealCluster cluster = RealCluster.onLoopback(folder)) {
            cluster.start().settled();
            cluster.lead("a");
            RealNode c = cluster.node("c");
            String job = cluster.node("b").submit(JOB);
            c.kill();
            c.loseDisk();
            c.launch();
            assertThat(c.awaitExit()).isNotZero();
            assertThat(c.said()).contains("The cluster knows voter c by another data folder");

            assertThat(cluster.node("b").delete("/cluster/voters/c").statusCode()).isEqualTo(200);
            c.launch();
            awaitJoining(c);
            assertThat(c.terminate()).isIn(0, 143);
            c.launch();
            awaitJoining(c);
            add(cluster, "b", "c");

            c.awaitReady();
            cluster.node("b").kill();
            assertThat(cluster.leaderAmong(cluster.allBut(cluster.node("b"))).name())
                    .isEqualTo("a");
            submitThrough(c);
            assertThat(c.get("/jobs/" + job).statusCode()).isEqualTo(200);
            cluster.node("a").kill();
            cluster.node("b").start();
            submitThrough(c);
            cluster.start().settled();
            SideBySideIT.equalStates(cluster);
            assertThat(voters(cluster.leader())).containsExactly("a", "b", "c");
        }
    }

    @Test
    void twoVotersBecomeThreeThenFiveThenThree() throws Exception {
        Map<String, String> two = new LinkedHashMap<>();
        two.put("a", "127.0.0.1");
        two.put("b", "127.0.0.1");
        try (RealCluster cluster = RealCluster.on(two, folder)) {
            cluster.start().settled();
            submitThrough(cluster.node("a"));
            for (String name : List.of("c", "d", "e")) {
                RealNode node = cluster.newcomer(name);
                node.launch();
                awaitJoining(node);
                add(cluster, "b", name);
                node.awaitReady();
            }
            RealNode leader = cluster.settled();
            assertThat(voters(leader)).containsExactly("a", "b", "c", "d", "e");
            List<RealNode> dead = cluster.allBut(leader).subList(0, 2);
            for (RealNode node : dead) {
                node.kill();
            }
            submitThrough(cluster.allBut(leader).get(2));
            cluster.start().settled();

            cluster.lead("a");
            for (String name : List.of("d", "e")) {
                HttpResponse<String> removed = cluster.node("b").delete("/cluster/voters/" + name);
                assertThat(removed.statusCode()).as(removed.body()).isEqualTo(200);
                cluster.leave(name);
            }
            assertThat(voters(cluster.settled())).containsExactly("a", "b", "c");
            cluster.node("c").kill();
            submitThrough(cluster.node("b"));
            cluster.start().settled();
            SideBySideIT.equalStates(cluster);
        }
    }

    /** It has found the cluster, waits to be added, and goes on waiting. */
    private static void awaitJoining(RealNode node) {
        Awaitility.await(node.name() + " has found the cluster")
                .atMost(Duration.ofSeconds(60))
                .ignoreExceptions()
                .until(() -> node.json("/cluster/identity").has("cluster_id"));
        Awaitility.await(node.name() + " waits")
                .during(Duration.ofSeconds(3))
                .atMost(Duration.ofSeconds(20))
                .until(node::isRunning);
    }

    private static void add(RealCluster cluster, String through, String name) throws Exception {
        HttpResponse<String> added =
                cluster.node(through)
                        .post(
                                "/cluster/voters",
                                "{\"voter\":\"%s\"}".formatted(cluster.address(name)));
        assertThat(added.statusCode()).as(added.body()).isEqualTo(200);
        Awaitility.await(name + " is known by its disk")
                .atMost(Duration.ofSeconds(20))
                .ignoreExceptions()
                .until(() -> incarnations(cluster.leader()).contains(name));
    }

    private static List<String> voters(RealNode node) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode voter : node.json("/cluster").get("voters")) {
            names.add(voter.get("node_id").stringValue());
        }
        return names;
    }

    private static List<String> incarnations(RealNode node) throws Exception {
        List<String> names = new ArrayList<>();
        for (JsonNode voter : node.json("/cluster").get("voters")) {
            if (voter.has("incarnation")) {
                names.add(voter.get("node_id").stringValue());
            }
        }
        return names;
    }

    private static void submitThrough(RealNode node) {
        Awaitility.await("a job is taken through " + node.name())
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(() -> node.post("/jobs", JOB).statusCode() == 201);
    }
}
