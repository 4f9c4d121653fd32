package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** Jobs that misbehave, seen from outside: what the record says, and that the node goes on. */
class BadJobsIT {

    @TempDir Path folder;
    private RealNode node;

    /** One program that misbehaves as the metadata tell it to. */
    @BeforeEach
    void start() throws IOException {
        Path program =
                JobProgram.write(
                        folder,
                        "misbehave",
                        """
                        case "$RINGRIFT_METADATA" in
                          *deaf*) trap '' TERM; while :; do sleep 1; done ;;
                          *oom*) echo "about to be killed"; exit 137 ;;
                          *silent*) exit 0 ;;
                          *rubbish*) echo '{"metrics": NaN' > "$RINGRIFT_RESULT_FILE" ;;
                          *again*) exit 75 ;;
                          *loud*) head -c 1000000000 /dev/zero; exit 3 ;;
                          *stuck*) echo '{"progress":{"done":3,"total":9,"unit":"games"}}'
                                   sleep 300 ;;
                          *forks*) setsid sleep 300 & sleep 300 & sleep 300 ;;
                        esac
                        """);
        node =
                new RealNode(folder)
                        .with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", program.toString())
                        .with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_GRACE", "1")
                        .with("RINGRIFT_P2P_TEMPLATES_TRAINING_COMMAND", "no-such-program-here")
                        .with("RINGRIFT_P2P_TEMPLATES_EVALUATION_COMMAND", "")
                        .with("RINGRIFT_P2P_AGENT_LOG_MAX_BYTES", "1MB")
                        .with("RINGRIFT_P2P_JOBS_BACKOFF_BASE", "100ms")
                        .with("RINGRIFT_P2P_JOBS_TYPES_SELFPLAY_STALL_AFTER", "2s")
                        .with("RINGRIFT_P2P_JOBS_MAX_LOST", "2")
                        .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1")
                        .start();
    }

    @AfterEach
    void stop() {
        node.close();
    }

    @Test
    void eachEndsAsWhatItIs() throws Exception {
        ends("oom", "failed", "oom", "137");
        ends("silent", "failed", "failed", "result.json");
        ends("rubbish", "failed", "failed", "result.json");
        ends("loud", "failed", "failed", "3");
        JsonNode again = ends("again", "failed", "try_again", "3 times");
        assertThat(again.get("attempts").size()).isEqualTo(3);
        assertThat(logFolderBytes()).isLessThan(64L << 20);
    }

    @Test
    void whatTheNodeCannotRunSaysSo() throws Exception {
        JsonNode missing = end("training", "x");
        assertThat(missing.get("error").stringValue()).contains("no-such-program-here");
        JsonNode unknown = end("evaluation", "x");
        assertThat(unknown.get("error").stringValue())
                .contains("no template")
                .contains("evaluation");
        JsonNode nothing = end("sync", "x");
        assertThat(nothing.get("error").stringValue()).contains("nothing to move");
    }

    @Test
    void aCancelledJobThatIgnoresTermIsGoneAndItsPlaceIsFree() throws Exception {
        String deaf = submit("selfplay", "deaf");
        String forks = submit("selfplay", "forks");
        node.awaitStatus(deaf, "running");
        node.awaitStatus(forks, "running");

        for (String id : new String[] {deaf, forks}) {
            var answer = node.post("/jobs/" + id + "/cancel", "");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(node.json("/jobs/" + id).get("status").stringValue()).isEqualTo("cancelled");
            assertThat(node.post("/jobs/" + id + "/cancel", "").statusCode()).isEqualTo(200);
        }

        Awaitility.await("no process of the jobs left")
                .atMost(Duration.ofSeconds(30))
                .until(() -> processesOf(deaf) + processesOf(forks) == 0);
        assertThat(end("selfplay", "silent").get("status").stringValue()).isEqualTo("failed");
    }

    @Test
    void whatStandsStillIsStoppedRepeatedAndThenADeadLetter() throws Exception {
        Awaitility.await("the rules are in force")
                .atMost(Duration.ofSeconds(20))
                .until(() -> node.json("/cluster").get("rules_version").intValue() >= 2);
        JsonNode job = end("selfplay", "stuck");
        String id = job.get("job_id").stringValue();
        assertThat(job.get("attempts").size()).as(job.toString()).isEqualTo(2);
        assertThat(job.get("attempts").get(0).get("reason").stringValue()).isEqualTo("stalled");
        assertThat(job.get("error").stringValue())
                .startsWith("dead letter: lost or stalled 2 times")
                .contains("at 3 of 9 games");
        Awaitility.await("no process of it left")
                .atMost(Duration.ofSeconds(20))
                .until(() -> processesOf(id) == 0);

        assertThat(node.json("/dead-letters").get("jobs").get(0).get("job_id").stringValue())
                .isEqualTo(id);
        assertThat(node.post("/dead-letters/" + id + "/requeue", "").statusCode()).isEqualTo(201);
        Awaitility.await("its place is free")
                .atMost(Duration.ofSeconds(20))
                .until(
                        () ->
                                node.send(node.request("/dead-letters/" + id).DELETE()).statusCode()
                                        == 204);
        assertThat(node.get("/jobs/" + id).statusCode()).isEqualTo(404);
    }

    private JsonNode ends(String how, String status, String reason, String inError)
            throws Exception {
        JsonNode job = end("selfplay", how);
        assertThat(job.get("status").stringValue()).as(job.toString()).isEqualTo(status);
        JsonNode last = job.get("attempts").get(job.get("attempts").size() - 1);
        assertThat(last.get("reason").stringValue()).as(job.toString()).isEqualTo(reason);
        assertThat(job.get("error").stringValue()).contains(inError);
        return job;
    }

    private JsonNode end(String type, String how) throws Exception {
        return node.awaitEnd(submit(type, how));
    }

    private String submit(String type, String how) throws Exception {
        return node.submit(
                "{\"job_type\":\"%s\",\"config_key\":\"hex5_2p\",\"metadata\":{\"how\":\"%s\"}}"
                        .formatted(type, how));
    }

    private long logFolderBytes() throws IOException {
        try (var files = java.nio.file.Files.walk(node.data().resolve("jobs"))) {
            return files.filter(java.nio.file.Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }

    /** Processes whose environment names the job, as far as /proc tells. */
    private static long processesOf(String jobId) {
        return ProcessHandle.allProcesses().filter(one -> environment(one).contains(jobId)).count();
    }

    private static String environment(ProcessHandle process) {
        try {
            return java.nio.file.Files.readString(
                    Path.of("/proc", Long.toString(process.pid()), "environ"),
                    java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException gone) {
            return "";
        }
    }
}
