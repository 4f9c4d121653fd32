package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.examples.hex.Main;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a user does first: a node without configuration, a job, its result. */
class FirstJobIT {

    @TempDir Path folder;
    private RealNode node;

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void fiftyGamesOfHexEndCompletedAndAreLegal() throws Exception {
        node = new RealNode(folder).start();

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
    void selfPlayTrainingAndEvaluationShowAModelThatLearned() throws Exception {
        node = new RealNode(folder).start();
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
        node = new RealNode(folder).start();
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
        String said = new String(checker.getInputStream().readAllBytes());
        assertThat(checker.waitFor()).as(said).isZero();
        return said;
    }
}
