package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.examples.hex.Main;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a user does first: a node without configuration, a job, its result. */
class FirstJobIT {

    @TempDir Path folder;
    private RealNode node;

    @BeforeEach
    void prepare() {
        node = new RealNode(folder);
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void fiftyGamesOfHexEndCompletedAndAreLegal() throws Exception {
        node.start();

        String id =
                node.submit(
                        """
                        {"job_type":"selfplay","config_key":"hex5_2p","num_games":50}\
                        """);
        JsonNode job = node.awaitEnd(id);

        assertThat(job.get("status").stringValue()).isEqualTo("completed");
        assertThat(job.get("metrics").get("games").intValue()).isEqualTo(50);
        Path games = Path.of(job.get("output_path").stringValue()).resolve("games.jsonl");
        assertThat(Files.readAllLines(games)).hasSize(50);
        assertThat(check(games)).contains("50 legal games");
        HttpResponse<String> log = node.get("/jobs/" + id + "/logs?tail=5");
        assertThat(log.statusCode()).isEqualTo(200);
    }

    @Test
    void aLargeJobIsDoneInPartsAndStaysOneJobToItsUser() throws Exception {
        node.with("RINGRIFT_P2P_AGENT_CPUS", "2").start();
        Awaitility.await("its rules are in force")
                .atMost(Duration.ofSeconds(20))
                .until(() -> node.json("/cluster").get("rules_version").intValue() >= 3);

        String id =
                node.submit(
                        """
                        {"job_type":"selfplay","config_key":"hex5_2p","num_games":350,
                         "part_seconds":600,"metadata":{"seed":7}}\
                        """);
        JsonNode job = node.awaitEnd(id);

        assertThat(job.get("status").stringValue()).isEqualTo("completed");
        assertThat(job.get("progress").get("done").intValue()).isEqualTo(350);
        assertThat(node.json("/status").get("jobs").get("games").intValue()).isEqualTo(350);
        assertThat(node.json("/jobs").get("jobs")).as("one job to the user").hasSize(1);
        assertThat(node.get("/jobs/" + id + "/logs").body()).contains("/jobs?part_of=" + id);
        JsonNode parts = node.json("/jobs?part_of=" + id).get("jobs");
        // Two places at once, 100 games each for want of experience, then what is left.
        assertThat(parts.size()).isBetween(3, 4).isEqualTo(job.get("parts").get("made").intValue());
        Set<String> firstGames = new HashSet<>();
        int games = 0;
        for (JsonNode part : parts) {
            Path file = Path.of(part.get("output_path").stringValue()).resolve("games.jsonl");
            List<String> lines = Files.readAllLines(file);
            firstGames.add(lines.getFirst());
            games += lines.size();
        }
        assertThat(games).isEqualTo(350);
        assertThat(firstGames).as("no part repeats another's games").hasSize(parts.size());
        assertThat(node.post("/jobs/" + parts.get(0).get("job_id").stringValue() + "/cancel", "{}"))
                .extracting(HttpResponse::statusCode)
                .isEqualTo(409);
    }

    @Test
    void selfPlayTrainingAndEvaluationShowAModelThatLearned() throws Exception {
        node.start();
        JsonNode played = run("selfplay", 200, "{\"seed\":\"7\"}");
        JsonNode trained =
                run(
                        "training",
                        1,
                        "{\"seed\":\"7\",\"games\":\"%s\"}"
                                .formatted(played.get("output_path").stringValue()));
        Path model = Path.of(trained.get("output_path").stringValue()).resolve("model.bin");

        JsonNode evaluated =
                run("evaluation", 40, "{\"seed\":\"9\",\"candidate\":\"%s\"}".formatted(model));

        assertThat(evaluated.get("metrics").get("wins").intValue()).isGreaterThan(28);
    }

    @Test
    void aStoppedNodeEndsCleanlyAndKnowsEverythingWhenItComesBack() throws Exception {
        node.start();
        String id = node.submit("{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}");
        JsonNode before = node.awaitEnd(id);

        assertThat(node.terminate()).isIn(0, 143);
        node.start();

        assertThat(node.json("/jobs/" + id)).isEqualTo(before);
        assertThat(node.json("/status").get("epoch").intValue()).isEqualTo(2);
        assertThat(node.said()).doesNotContain("ERROR");
    }

    private JsonNode run(String type, int games, String metadata) throws Exception {
        String id =
                node.submit(
                        "{\"job_type\":\"%s\",\"config_key\":\"hex5_2p\",\"num_games\":%d,\"metadata\":%s}"
                                .formatted(type, games, metadata));
        JsonNode job = node.awaitEnd(id);
        assertThat(job.get("status").stringValue()).as(job.toString()).isEqualTo("completed");
        return job;
    }

    /** Runs the example's own checker as a process, as its README says. */
    private static String check(Path games) throws IOException, InterruptedException {
        Process checker =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                Path.of(
                                                Main.class
                                                        .getProtectionDomain()
                                                        .getCodeSource()
                                                        .getLocation()
                                                        .getPath())
                                        .toString(),
                                Main.class.getName(),
                                "check",
                                games.toString())
                        .redirectErrorStream(true)
                        .start();
        String said =
                new String(
                        checker.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(checker.waitFor()).as(said).isZero();
        return said;
    }
}
