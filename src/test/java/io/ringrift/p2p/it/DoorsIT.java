package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Rubbish at the doors of a real node: a clear answer each time, and nothing is lost. */
class DoorsIT {

    private static final String TOKEN = "a-token-for-this-test";

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
    void badInputGetsAClearAnswer() throws Exception {
        node.with("RINGRIFT_P2P_AGENT_ENABLED", "false").start();

        problem(node.post("/jobs", "{\"job_type\":"), 400, "malformed_json");
        problem(node.post("/jobs", ""), 400, "invalid_request");
        JsonNode unknown =
                problem(
                        node.post(
                                "/jobs",
                                """
                                {"job_type":"selfpaly","config_key":"hex5_2p","prioritty":3,"num_games":0}\
                                """),
                        400,
                        "invalid_request");
        assertThat(unknown.get("errors").valueStream().map(e -> e.get("field").stringValue()))
                .containsExactlyInAnyOrder("job_type", "prioritty", "num_games");
        problem(node.post("/jobs", " ".repeat(300 << 10)), 413, "request_too_large");
        problem(chunked(" ".repeat(300 << 10)), 413, "request_too_large");
        problem(node.get("/jobs/00000000-0000-7000-8000-000000000000"), 404, "unknown_job");
        problem(node.get("/jobs/nonsense"), 404, "unknown_job");
        problem(node.get("/jobs?status=sleeping"), 400, "invalid_request");
        problem(node.get("/nowhere"), 404, "not_found");
        problem(node.send(node.request("/jobs").DELETE()), 405, "method_not_allowed");
        assertThat(node.json("/status").get("jobs").get("submitted").intValue()).isZero();
    }

    @Test
    void aJobThatWaitsIsExplained() throws Exception {
        node.with("RINGRIFT_P2P_AGENT_CPUS", "2").start();
        String wants =
                """
                {"job_type":"selfplay","config_key":"hex5_2p","resources":{"cpus":3}}\
                """;
        String id = node.submit(wants);

        Awaitility.await("its node has beaten")
                .atMost(Duration.ofSeconds(20))
                .until(() -> node.json("/jobs/" + id + "/explain").get("reasons").has("cpus"));
        JsonNode why = node.json("/jobs/" + id + "/explain");
        assertThat(why.get("nodes").get(0).get("message").stringValue())
                .isEqualTo("needs 3 cores, has 2");
        assertThat(why.get("suggestions").get(0).get("change").stringValue())
                .isEqualTo("fewer_cpus");
        HttpResponse<String> planned = node.post("/jobs:plan", wants.replace("3", "2"));
        assertThat(planned.statusCode()).isEqualTo(200);
        assertThat(planned.body()).contains("\"verdict\":\"starts\"");
        problem(node.post("/jobs:plan", "{\"cpus\":1}"), 400, "invalid_request");
        assertThat(node.json("/dead-letters").get("jobs")).isEmpty();
        problem(node.get("/dead-letters/" + id), 404, "not_a_dead_letter");
    }

    @Test
    void withATokenEveryDoorAsksForIt() throws Exception {
        // By file: a token in the environment would be shown with each request of the test.
        Path secret = Files.writeString(folder.resolve("token"), TOKEN);
        node.with("RINGRIFT_P2P_AUTH_TOKEN_FILE", secret.toString()).start();

        problem(node.get("/status"), 401, "unauthorized");
        problem(node.post("/jobs", "{}"), 401, "unauthorized");
        problem(node.get("/actuator/prometheus"), 401, "unauthorized");
        assertThat(node.get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        HttpResponse<String> answer =
                node.post(
                        "/jobs",
                        "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":1}",
                        "Authorization",
                        "Bearer " + TOKEN);
        assertThat(answer.statusCode()).isEqualTo(201);
    }

    @Test
    void theMetricsAreThere() throws Exception {
        node.start();
        node.awaitEnd(node.submit("{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}"));

        String metrics = node.get("/actuator/prometheus").body();

        assertThat(metrics)
                .contains("ringrift_p2p_is_leader{node=\"tested\"} 1.0")
                .contains("ringrift_p2p_quorum_status{node=\"tested\"} 2.0")
                .contains("ringrift_p2p_peer_count{node=\"tested\"} 1.0")
                .contains("ringrift_p2p_leader_changes_total{node=\"tested\"} 1.0")
                .contains("ringrift_p2p_games_total{node=\"tested\"} 100.0");
    }

    @Test
    void answersSayTheirLengthInAdvance() throws Exception {
        node.with("RINGRIFT_P2P_AGENT_ENABLED", "false").start();

        for (String path : new String[] {"/status", "/jobs", "/nowhere"}) {
            HttpResponse<String> answer = node.get(path);
            assertThat(answer.headers().firstValue("Transfer-Encoding")).as(path).isEmpty();
            assertThat(answer.headers().firstValueAsLong("Content-Length"))
                    .as(path)
                    .hasValue(
                            answer.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
        }
    }

    private HttpResponse<String> chunked(String body) throws Exception {
        return node.send(
                node.request("/jobs")
                        .header("Content-Type", "application/json")
                        .POST(
                                HttpRequest.BodyPublishers.ofInputStream(
                                        () ->
                                                new java.io.ByteArrayInputStream(
                                                        body.getBytes(
                                                                java.nio.charset.StandardCharsets
                                                                        .UTF_8)))));
    }

    private static JsonNode problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .startsWith("application/problem+json");
        JsonNode body = RealNode.parse(answer.body());
        assertThat(body.get("code").stringValue()).as(answer.body()).isEqualTo(code);
        assertThat(body.get("type").stringValue()).isEqualTo("urn:ringrift:problem:" + code);
        return body;
    }
}
