package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.match.Sprt;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.match.SprtState;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Three voters and three agents, all real processes with folders of their own, learn a real game;
 * one of each is killed on the way.
 */
@Timeout(300)
class TrainingLoopIT {

    private static final String CONFIG = "hex5_2p";
    private static final Duration LONG = Duration.ofSeconds(150);

    private RealCluster voters;
    private final List<RealNode> agents = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path folder) throws IOException {
        voters = RealCluster.onLoopback(folder);
        voters.with("RINGRIFT_P2P_AGENT_ENABLED", "false")
                .with("RINGRIFT_P2P_TRAINING_MIN_GAMES", "200")
                .with("RINGRIFT_P2P_TRAINING_COOLDOWN", "0")
                .with("RINGRIFT_P2P_TRAINING_WINDOW_GAMES", "600")
                .with("RINGRIFT_P2P_DATA_SYNC_KEEP_FREE", "0")
                .with("RINGRIFT_P2P_SELFPLAY_QUEUED", "3");
        voters.all()
                .forEach(
                        voter ->
                                voter.flags(
                                        "-Xmx256m",
                                        "-Dringrift.p2p.selfplay.configs.hex5_2p.games=100"));
        String addresses =
                RealCluster.NAMES.stream().map(voters::address).collect(Collectors.joining(","));
        for (String name : List.of("x", "y", "z")) {
            Path own = Files.createDirectory(folder.resolve(name));
            agents.add(
                    new RealNode(own, name, "127.0.0.1", RealNode.freePort())
                            .flags("-Xmx192m")
                            .with("RINGRIFT_P2P_VOTERS", addresses)
                            .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1")
                            .with("RINGRIFT_P2P_PEER_TIMEOUT", "4")
                            .with("RINGRIFT_P2P_AGENT_CPUS", "2")
                            .with("RINGRIFT_P2P_DATA_SYNC_KEEP_FREE", "0"));
        }
        for (RealNode agent : agents) {
            agent.launch();
        }
        voters.start();
        agents.forEach(RealNode::awaitReady);
    }

    @AfterEach
    void stop() {
        agents.forEach(RealNode::close);
        voters.close();
    }

    private JsonNode ledger(RealNode node) throws IOException, InterruptedException {
        HttpResponse<String> answer = node.get("/training/" + CONFIG + "?consistency=stale");
        return answer.statusCode() == 200 ? RealNode.parse(answer.body()) : RealNode.parse("{}");
    }

    private JsonNode awaitPromotions(RealNode node, int count) {
        return Awaitility.await(count + " promotions")
                .atMost(LONG)
                .pollInterval(Duration.ofMillis(300))
                .ignoreExceptions()
                .until(() -> ledger(node), now -> now.path("promotions").asInt() >= count);
    }

    @Test
    void theLoopGoesOnWhenALeaderAndAnAgentAreKilled() throws Exception {
        RealNode leader = voters.leader();
        awaitPromotions(leader, 1);
        awaitTwoCopiesOfTheChampion(leader);
        agents.getFirst().kill();
        leader.kill();
        RealNode other = voters.leaderAmong(voters.allBut(leader));
        int before = ledger(other).path("promotions").asInt();
        assertThat(before).isGreaterThanOrEqualTo(1);
        JsonNode now = awaitPromotions(other, before + 1);
        championsFollowEachOther(now);
        everyTriggerHappenedOnce(other);
        theChampionBeatsTheUntrainedModel(other, now.path("champion").asString(""));
        theChampionIsTakenBackInOneCall(other);
    }

    /** What only one node has is gone with it; two are the default for models. */
    private void awaitTwoCopiesOfTheChampion(RealNode node) {
        Awaitility.await("two copies of the champion")
                .atMost(LONG)
                .ignoreExceptions()
                .until(
                        () -> {
                            String sha256 = ledger(node).path("champion").asString("none");
                            JsonNode files =
                                    node.json("/data/files?sha256=" + sha256).path("files");
                            return files.path(0).path("nodes").size() >= 2;
                        });
    }

    /** Who was promoted beat the one that was promoted before it. */
    private static void championsFollowEachOther(JsonNode ledger) {
        String champion = "";
        for (JsonNode version : List.copyOf(ledger.path("candidates").values()).reversed()) {
            if (version.path("status").asString("").equals("promoted")) {
                assertThat(version.path("baseline").asString("")).isEqualTo(champion);
                champion = version.path("sha256").asString("");
            }
        }
        assertThat(ledger.path("champion").asString("")).isEqualTo(champion);
    }

    private static void everyTriggerHappenedOnce(RealNode node) throws Exception {
        Set<Integer> generations = new HashSet<>();
        for (JsonNode job : node.json("/jobs?job_type=training&limit=500").path("jobs")) {
            assertThat(generations.add(job.path("metadata").path("generation").asInt()))
                    .as("one training per generation: %s", job)
                    .isTrue();
        }
        assertThat(generations).hasSizeGreaterThanOrEqualTo(2);
    }

    /** By the same test that promotes. */
    private static void theChampionBeatsTheUntrainedModel(RealNode node, String champion)
            throws Exception {
        String id =
                node.submit(
                        """
                        {"job_type":"evaluation","config_key":"hex5_2p","num_games":100,
                         "priority":100,"metadata":{"candidate":"sha256:%s"},
                         "needs":{"digests":["%s"]}}\
                        """
                                .formatted(champion, champion));
        JsonNode metrics = node.awaitEnd(id).path("metrics");
        MatchScore score =
                new MatchScore(
                        metrics.path("wins").asInt(),
                        metrics.path("draws").asInt(),
                        metrics.path("losses").asInt());
        assertThat(Sprt.of(score, SprtLimits.DEFAULT).verdict())
                .as("%s", metrics)
                .isEqualTo(SprtState.Verdict.ACCEPTED);
    }

    private void theChampionIsTakenBackInOneCall(RealNode node) throws Exception {
        HttpResponse<String> paused =
                node.post("/training/" + CONFIG + "/pause", "{\"reason\":\"a look\"}");
        assertThat(paused.statusCode()).as(paused.body()).isEqualTo(200);
        JsonNode before = RealNode.parse(paused.body());
        HttpResponse<String> back =
                node.post("/training/" + CONFIG + "/rollback", "{\"reason\":\"it plays badly\"}");
        assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
        assertThat(RealNode.parse(back.body()).path("champion").asString(""))
                .isNotEqualTo(before.path("champion").asString(""));
        var stale =
                node.send(
                        node.request("/training/" + CONFIG + "/policy")
                                .header("Content-Type", "application/json")
                                .header("If-Match", "\"17\"")
                                .PUT(BodyPublishers.ofString("{\"min_games\":500}")));
        assertThat(stale.statusCode()).as(stale.body()).isEqualTo(412);
    }
}
