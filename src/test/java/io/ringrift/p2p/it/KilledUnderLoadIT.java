package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * kill -9 at any moment under load: every acknowledged job is there afterwards, once, and ends as
 * exactly one counted result. {@code -Dkill.seed=…} replays the moments of a failed run.
 */
class KilledUnderLoadIT {

    private static final int CLIENTS = 8;
    private static final int GAMES = 3;

    @TempDir Path folder;

    /**
     * What the clients know: the key of each submission, and the job id once it was acknowledged.
     */
    private final Map<String, String> acknowledged = new ConcurrentHashMap<>();

    private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();
    private final AtomicInteger keys = new AtomicInteger();

    @Test
    void twiceInARow() throws Exception {
        survives(2);
    }

    @Test
    @Tag("long")
    void twentyTimesInARow() throws Exception {
        survives(20);
    }

    private void survives(int rounds) throws Exception {
        long seed = Long.getLong("kill.seed", System.nanoTime());
        SplittableRandom dice = new SplittableRandom(seed);
        System.out.println("kill.seed=" + seed);
        try (RealNode node = node()) {
            node.start();
            for (int round = 0; round < rounds; round++) {
                int before = acknowledged.size();
                loadUntilKilled(node, 300 + dice.nextInt(1_500));
                assertThat(acknowledged.size()).as("load reached the node").isGreaterThan(before);
                node.start();
                everyAcknowledgedJobIsThere(node);
                repeatTheUnanswered(node);
            }
            drain(node);
            everyJobCountedOnce(node);
        }
    }

    private RealNode node() throws IOException {
        return new RealNode(folder)
                .with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", JobProgram.good(folder).toString())
                .with("RINGRIFT_P2P_REPLICATION_SNAPSHOT_EVERY", "1000")
                .with("RINGRIFT_P2P_JOBS_MAX_LOST", "100")
                .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1");
    }

    private void loadUntilKilled(RealNode node, int millis) throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(CLIENTS);
        for (int i = 0; i < CLIENTS; i++) {
            Thread.startVirtualThread(
                    () -> {
                        while (!stop.get()) {
                            submit(node, "key-" + keys.incrementAndGet());
                        }
                        ended.countDown();
                    });
        }
        Awaitility.await()
                .pollDelay(Duration.ofMillis(millis))
                .atMost(Duration.ofMillis(millis + 5_000L))
                .until(() -> true);
        node.kill();
        stop.set(true);
        ended.await();
    }

    private void submit(RealNode node, String key) {
        try {
            HttpResponse<String> answer =
                    node.post(
                            "/jobs",
                            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":%d,\"resources\":{\"cpus\":0.1}}"
                                    .formatted(GAMES),
                            "Idempotency-Key",
                            key);
            if (answer.statusCode() == 201) {
                acknowledged.put(key, RealNode.parse(answer.body()).get("job_id").stringValue());
            } else {
                unanswered.add(key);
            }
        } catch (IOException e) {
            unanswered.add(key);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void everyAcknowledgedJobIsThere(RealNode node) throws Exception {
        for (Map.Entry<String, String> one : acknowledged.entrySet()) {
            assertThat(node.get("/jobs/" + one.getValue()).statusCode())
                    .as("job %s acknowledged for %s", one.getValue(), one.getKey())
                    .isEqualTo(200);
        }
    }

    /** The same key again: it becomes a job now, or is the one that was made unseen. */
    private void repeatTheUnanswered(RealNode node) {
        List<String> again = new ArrayList<>(unanswered);
        unanswered.clear();
        again.forEach(key -> submit(node, key));
        assertThat(unanswered).isEmpty();
    }

    private void drain(RealNode node) {
        Awaitility.await("all jobs ended")
                .atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> node.json("/status").get("jobs").get("open").intValue() == 0);
    }

    private void everyJobCountedOnce(RealNode node) throws Exception {
        JsonNode jobs = node.json("/status").get("jobs");
        assertThat(jobs.get("submitted").intValue()).isEqualTo(acknowledged.size());
        assertThat(jobs.get("completed").intValue()).isEqualTo(acknowledged.size());
        assertThat(jobs.get("games").intValue()).isEqualTo(GAMES * acknowledged.size());
        for (String id : acknowledged.values()) {
            JsonNode job = node.json("/jobs/" + id);
            assertThat(job.get("status").stringValue()).as(job.toString()).isEqualTo("completed");
            long done = 0;
            for (JsonNode attempt : job.get("attempts")) {
                done += attempt.path("reason").asString("").equals("done") ? 1 : 0;
            }
            assertThat(done).as(job.toString()).isEqualTo(1);
        }
    }
}
