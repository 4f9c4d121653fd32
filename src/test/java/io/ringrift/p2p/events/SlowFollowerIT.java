package io.ringrift.p2p.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.P2pOrchestrator;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A client that does not read holds up neither the log nor other clients, and may come back. */
@SpringBootTest(
        classes = P2pOrchestrator.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "ringrift.p2p.node-id=a",
            "ringrift.p2p.agent.enabled=false",
            "ringrift.p2p.events.heartbeat=200ms",
            "server.tomcat.connection-timeout=2s"
        })
@DirtiesContext
@Timeout(120)
class SlowFollowerIT {

    /** Of 380 bytes each: more than the buffers of two sockets take. */
    private static final int MANY = 60_000;

    @TempDir static Path folder;

    @LocalServerPort private int port;
    @Autowired private CommandLog log;
    @Autowired private Followers followers;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry settings) {
        settings.add("ringrift.p2p.data-dir", () -> folder.resolve("data").toString());
        settings.add("ringrift.p2p.port", () -> 0);
    }

    private HttpURLConnection follow(String after) throws IOException {
        URI door = URI.create("http://127.0.0.1:" + port + "/events?after=" + after);
        HttpURLConnection connection = (HttpURLConnection) door.toURL().openConnection();
        assertThat(connection.getResponseCode()).isEqualTo(200);
        return connection;
    }

    private static BufferedReader reader(HttpURLConnection connection) throws IOException {
        return new BufferedReader(
                new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
    }

    private void submit(int from, int count) throws Exception {
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (int i = from; i < from + count; i++) {
            pending.add(log.submit(Nouns.submit(i)));
            if (pending.size() == 1_000) {
                CompletableFuture.allOf(pending.toArray(CompletableFuture[]::new))
                        .get(10, TimeUnit.SECONDS);
                pending.clear();
            }
        }
    }

    @Test
    void isCutOffAndMayResume() throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(() -> log.standing().ready());
        HttpURLConnection slow = follow("oldest");
        BufferedReader quick = reader(follow("oldest"));
        await().until(() -> followers.count() == 2);
        FutureTask<Long> counted = new FutureTask<>(() -> countSubmitted(quick, MANY));
        Thread.ofPlatform().daemon().start(counted);

        submit(1, MANY);

        assertThat(counted.get(60, TimeUnit.SECONDS)).isEqualTo(MANY);
        await().atMost(Duration.ofSeconds(30)).until(() -> followers.count() == 1);
        List<String> ids = ids(reader(slow));
        assertThat(ids).hasSizeBetween(1, MANY - 1).doesNotHaveDuplicates();
        try (BufferedReader again = reader(follow(ids.getLast()))) {
            assertThat(countSubmitted(again, 100)).isEqualTo(100);
        }
    }

    private static long countSubmitted(BufferedReader stream, int enough) {
        try {
            long submitted = 0;
            for (String line; submitted < enough && (line = stream.readLine()) != null; ) {
                submitted += line.equals("event: job_submitted") ? 1 : 0;
            }
            return submitted;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Whole events only: what follows the id came too. */
    private static List<String> ids(BufferedReader stream) {
        List<String> ids = new ArrayList<>();
        String id = "";
        try {
            for (String line; (line = stream.readLine()) != null; ) {
                if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ") && line.endsWith("}")) {
                    ids.add(id);
                }
            }
        } catch (IOException cutOff) {
            assertThat(cutOff).isNotNull();
        }
        return ids;
    }
}
