package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** All disks are lost, and a backup is all that is left. */
@Timeout(300)
@Isolated
class BackupIT {

    private static final int JOBS = 60;
    private static final String JOB =
            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":3}";
    private static final long SKIPPED = 1_000_000_000L;

    @Test
    void bringsEveryJobBackWhenAllDisksAreLost(@TempDir Path folder) throws Exception {
        try (RealCluster cluster = RealCluster.onLoopback(folder)) {
            RealNode old = cluster.start().settled();
            Map<String, String> jobs = submit(old);
            Path file = folder.resolve("backup");
            JsonNode before = backUp(cluster.allBut(old).getFirst(), file);
            for (RealNode node : cluster.all()) {
                node.kill();
                node.loseDisk();
            }

            RealNode leader = cluster.start().settled();
            String fresh = leader.json("/cluster").get("cluster_id").stringValue();
            assertThat(fresh).isNotEqualTo(before.get("cluster_id").stringValue());
            leader = restore(cluster, file);

            JsonNode after = leader.json("/cluster");
            assertThat(after.get("cluster_id").stringValue()).isEqualTo(fresh);
            assertThat(after.has("restoring")).isFalse();
            assertThat(after.get("epoch").longValue())
                    .isGreaterThan(before.get("epoch").longValue() + SKIPPED);
            for (Map.Entry<String, String> job : jobs.entrySet()) {
                HttpResponse<String> again =
                        leader.post("/jobs", JOB, "Idempotency-Key", job.getKey());
                assertThat(RealNode.parse(again.body()).path("job_id").asString(""))
                        .as(again.body())
                        .isEqualTo(job.getValue());
            }
            cluster.drain();
            JsonNode counts = leader.json("/status").get("jobs");
            assertThat(counts.get("submitted").intValue()).isEqualTo(JOBS);
            assertThat(counts.get("completed").intValue()).as(counts.toString()).isEqualTo(JOBS);
            SideBySideIT.equalStates(cluster);
        }
    }

    /** So many that some have ended and some have not. */
    private static Map<String, String> submit(RealNode node) throws Exception {
        Map<String, String> jobs = new LinkedHashMap<>();
        for (int i = 0; i < JOBS; i++) {
            HttpResponse<String> answer = node.post("/jobs", JOB, "Idempotency-Key", "key-" + i);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            jobs.put("key-" + i, RealNode.parse(answer.body()).get("job_id").stringValue());
        }
        return jobs;
    }

    private static JsonNode backUp(RealNode node, Path file) throws Exception {
        Awaitility.await("some jobs have ended")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> node.json("/status").get("jobs").get("completed").intValue() > 2);
        JsonNode counts = node.json("/status").get("jobs");
        assertThat(counts.get("open").intValue()).as("jobs that go on: %s", counts).isPositive();
        HttpResponse<Path> answer =
                java.net.http.HttpClient.newHttpClient()
                        .send(
                                node.request("/cluster/backup").GET().build(),
                                HttpResponse.BodyHandlers.ofFile(file));
        assertThat(answer.statusCode()).isEqualTo(200);
        return node.json("/cluster");
    }

    /** As an operator would: first to the wrong node, once a damaged file, then as it should be. */
    private static RealNode restore(RealCluster cluster, Path file) throws Exception {
        RealNode leader = cluster.leader();
        byte[] whole = Files.readAllBytes(file);
        HttpResponse<String> elsewhere = upload(cluster.allBut(leader).getFirst(), whole);
        assertThat(elsewhere.statusCode()).as(elsewhere.body()).isEqualTo(421);
        assertThat(elsewhere.body())
                .contains(leader.request("/cluster/restore").build().uri().toString());
        HttpResponse<String> torn = upload(leader, Arrays.copyOf(whole, whole.length - 1));
        assertThat(torn.statusCode()).as(torn.body()).isEqualTo(400);
        HttpResponse<String> taken = upload(leader, whole);
        assertThat(taken.statusCode()).as(taken.body()).isEqualTo(200);
        RealNode next = cluster.settled();
        assertThat(upload(next, whole).statusCode()).as("a second time").isEqualTo(409);
        return next;
    }

    private static HttpResponse<String> upload(RealNode node, byte[] body) throws Exception {
        return node.send(
                node.request("/cluster/restore")
                        .header("Content-Type", "application/octet-stream")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
    }
}
