package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** A voter and two agents with different data, as real processes: what moves by itself. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class DataSyncIT {

    private static final String TOKEN = "0123456789abcdef-sync";
    private static final Duration SOON = Duration.ofSeconds(60);

    private RealNode voter;
    private RealNode x;
    private RealNode y;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        voter = node(folder, "v");
        x = node(folder, "x");
        y = node(folder, "y");
        String selfplay = JobProgram.write(folder, "selfplay", "exec sleep 300\n").toString();
        String games = y.data().resolve("files/games/hex5_2p").toString();
        String training =
                JobProgram.write(
                                folder,
                                "training",
                                """
                                for game in 1 2 3; do
                                  test -f "%s/$game.jsonl" || exit 9
                                done
                                printf '{"metrics":{}}' > "$RINGRIFT_RESULT_FILE"
                                """
                                        .formatted(games))
                        .toString();
        for (RealNode node : List.of(voter, x, y)) {
            node.with("RINGRIFT_P2P_VOTERS", "v=127.0.0.1:" + voter.port())
                    .with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", selfplay)
                    .with("RINGRIFT_P2P_TEMPLATES_TRAINING_COMMAND", training);
        }
        x.launch();
        y.launch();
        voter.start();
        x.awaitReady();
        y.awaitReady();
    }

    private static RealNode node(Path folder, String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        return new RealNode(own, name, "127.0.0.1", RealNode.freePort())
                .hasty()
                .with("RINGRIFT_P2P_AUTH_TOKEN", TOKEN)
                .with("RINGRIFT_P2P_DATA_SYNC_KEEP_FREE", "0")
                .with("RINGRIFT_P2P_DATA_POLICIES_MODELS_COPIES", "1");
    }

    @AfterAll
    void stop() {
        for (RealNode node : List.of(x, y, voter)) {
            node.close();
        }
    }

    private static void awaitContent(RealNode node, String path, byte[] content) {
        Path file = node.file(path);
        Awaitility.await(path + " on " + node.name()).atMost(SOON).until(() -> Files.exists(file));
        // It has its name only when it is whole.
        assertThat(file).hasBinaryContent(content);
    }

    private JsonNode ofKind(String config, String kind) throws Exception {
        for (JsonNode one : voter.json("/data").path("data")) {
            if (one.path("config_key").asString("").equals(config)
                    && one.path("kind").asString("").equals(kind)) {
                return one;
            }
        }
        return RealNode.parse("{}");
    }

    @Test
    void aModelReachesTheNodesThatPlayItsConfigAndNoOthers() throws Exception {
        String id =
                voter.submit(
                        """
                        {"job_type":"selfplay","config_key":"hex8_2p","num_games":5,"node_id":"y"}\
                        """);
        voter.awaitStatus(id, "running");
        byte[] model = x.put("models/hex8_2p/1.pt", 20 << 20, 1);
        awaitContent(y, "models/hex8_2p/1.pt", model);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> ofKind("hex8_2p", "models").path("nodes").size() == 2);
        for (JsonNode node : ofKind("hex8_2p", "models").path("nodes")) {
            assertThat(node.path("coverage").asDouble()).isEqualTo(1);
        }
        assertThat(voter.data().resolve("files/models/hex8_2p")).doesNotExist();
        aFileIsReadAtTheVoterThatHasNone("/data/files/models/hex8_2p/1.pt", model);
        assertThat(voter.post("/jobs/" + id + "/cancel", "").statusCode()).isEqualTo(200);
    }

    private void aFileIsReadAtTheVoterThatHasNone(String door, byte[] content) throws Exception {
        var whole = voter.bytes(voter.request(door).GET());
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo(content);
        var part = voter.bytes(voter.request(door).header("Range", "bytes=5-9").GET());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, 5, 10));
        assertThat(voter.get(door + "?local=true").statusCode()).isEqualTo(404);
        assertThat(voter.get("/data/files/models/hex8_2p/no.pt").statusCode()).isEqualTo(404);
    }

    @Test
    void aTrainingWaitsForTheGamesOfTwoOtherNodesAndThenRunsWithThem() throws Exception {
        byte[] first = x.put("games/hex5_2p/1.jsonl", 3 << 20, 2);
        byte[] second = voter.put("games/hex5_2p/2.jsonl", 1 << 20, 3);
        y.put("games/hex5_2p/3.jsonl", 1 << 20, 4);
        x.put("games/hex6_2p/other.jsonl", 1 << 10, 5);
        Awaitility.await()
                .atMost(SOON)
                .until(() -> ofKind("hex5_2p", "games").path("files").asInt() == 3);
        String body =
                """
                {"job_type":"training","config_key":"hex5_2p","node_id":"y",
                 "needs":{"config_key":"hex5_2p","kinds":["games"]}}\
                """;
        JsonNode plan = RealNode.parse(voter.post("/jobs:plan", body).body());
        assertThat(plan.path("reasons").path("data_missing").asInt()).as("%s", plan).isEqualTo(1);
        assertThat(plan.toString())
                .contains("lacks 2 of 3 files, 4 MB: games/hex5_2p/1.jsonl, games/hex5_2p/2.jsonl");
        String id = voter.submit(body);
        JsonNode job = voter.awaitEnd(id);
        assertThat(job.path("status").asString("")).as("%s", job).isEqualTo("completed");
        assertThat(job.path("attempts").size()).isEqualTo(1);
        awaitContent(y, "games/hex5_2p/1.jsonl", first);
        awaitContent(y, "games/hex5_2p/2.jsonl", second);
        TreeSet<String> moved = new TreeSet<>();
        for (JsonNode sync : voter.json("/jobs?job_type=sync&config_key=hex5_2p").path("jobs")) {
            assertThat(sync.path("node_id").asString("")).isEqualTo("y");
            for (JsonNode file : sync.path("metadata").path("sync").path("files")) {
                moved.add(file.path("path").asString(""));
            }
        }
        assertThat(moved)
                .as("exactly what was missing")
                .containsExactly("hex5_2p/1.jsonl", "hex5_2p/2.jsonl");
        assertThat(y.data().resolve("files/games/hex6_2p")).doesNotExist();
    }

    /** The only way out of a node that nobody can dial. */
    @Test
    void aPersonHasAFileBroughtToAnotherNode() throws Exception {
        byte[] model = x.put("models/hex9_2p/2.pt", 9 << 20, 6);
        String sha256 =
                Awaitility.await("the cluster knows it")
                        .atMost(SOON)
                        .until(
                                () ->
                                        voter.json("/data/files?config_key=hex9_2p")
                                                .path("files")
                                                .path(0)
                                                .path("sha256")
                                                .asString(""),
                                known -> !known.isEmpty());
        String order =
                """
                {"job_type":"sync","config_key":"hex9_2p","node_id":"x","metadata":{"sync":{
                  "files":[{"kind":"models","path":"hex9_2p/2.pt","sha256":"%s"}],"to":"v"}}}\
                """
                        .formatted(sha256);
        JsonNode job = voter.awaitEnd(voter.submit(order));
        assertThat(job.path("status").asString("")).as("%s", job).isEqualTo("completed");
        awaitContent(voter, "models/hex9_2p/2.pt", model);
        Awaitility.await("the cluster knows where it is now")
                .atMost(SOON)
                .until(() -> ofKind("hex9_2p", "models").path("nodes").size() == 2);
    }
}
