package io.ringrift.p2p.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.P2pOrchestrator;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node with its real log, web server and agent, as its neighbours and dashboards see it. */
@SpringBootTest(
        classes = P2pOrchestrator.class,
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {"ringrift.p2p.node-id=a", "ringrift.p2p.heartbeat-interval=500ms"})
@DirtiesContext
class WholeNodeIT {

    @TempDir static Path folder;

    private final HttpClient http = HttpClient.newHttpClient();
    @LocalServerPort private int port;

    @DynamicPropertySource
    static void ownFolder(DynamicPropertyRegistry settings) {
        settings.add("ringrift.p2p.data-dir", () -> folder.resolve("data").toString());
        settings.add("ringrift.p2p.port", () -> 0);
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, BodyPublisher body)
            throws IOException, InterruptedException {
        return http.send(
                request(path).header("Content-Type", "application/json").POST(body).build(),
                BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(20));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quorum_status",
                "peer_count",
                "leader_changes_total",
                "is_leader",
                "rtt_seconds",
                "transport_health",
                "transport_success_total",
            })
    void dashboardsFindRealDataUnderTheNameAndTheNode(String name) {
        await().atMost(Duration.ofSeconds(20)).until(() -> value(name) > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"packet_loss_rate", "transport_failure_total", "selfplay_jobs"})
    void dashboardsFindWhatIsZeroInPeace(String name) throws IOException, InterruptedException {
        assertThat(value(name)).isNotNegative();
    }

    /** The series of this node; -1 when there is none. */
    private double value(String name) throws IOException, InterruptedException {
        Matcher series =
                Pattern.compile(
                                "^ringrift_p2p_" + name + "\\{[^}]*node=\"a\"[^}]*} (\\S+)$",
                                Pattern.MULTILINE)
                        .matcher(get("/actuator/prometheus").body());
        return series.find() ? Double.parseDouble(series.group(1)) : -1;
    }

    @Test
    void statusKnowsItsOwnAgentAndHealthIsGood() throws IOException, InterruptedException {
        await().atMost(Duration.ofSeconds(20)).until(() -> get("/health").statusCode() == 200);
        await().atMost(Duration.ofSeconds(20))
                .until(() -> get("/status").body().contains("\"all_peers\":{\"a\":"));
        assertThat(get("/status").body())
                .contains("\"role\":\"leader\"")
                .contains("\"leader_id\":\"a\"")
                .contains("\"port\":" + port)
                .doesNotContain("null");
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyBeyondTheLimitIsRefusedWithOrWithoutItsLength()
            throws IOException, InterruptedException {
        byte[] large =
                ("{\"x\":\"" + "y".repeat(300 << 10) + "\"}").getBytes(StandardCharsets.UTF_8);
        for (BodyPublisher body :
                new BodyPublisher[] {
                    BodyPublishers.ofByteArray(large),
                    BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))
                }) {
            HttpResponse<String> answer = post("/jobs", body);
            assertThat(answer.statusCode()).isEqualTo(413);
            assertThat(answer.body())
                    .contains("\"code\":\"request_too_large\"")
                    .contains("\"type\":\"urn:ringrift:problem:request_too_large\"");
        }
    }

    @Test
    void errorsHaveOneShapeWhereverTheyArise() throws IOException, InterruptedException {
        assertThat(get("/no/such/door").body()).contains("\"code\":\"not_found\"");
        assertThat(get("/jobs/abc").body()).contains("\"code\":\"unknown_job\"");
        assertThat(post("/jobs", BodyPublishers.ofString("{")).body())
                .contains("\"code\":\"malformed_json\"")
                .contains("line 1");
    }
}
