package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** One voter that runs no jobs, and two agents that vote in nothing, as real processes. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
class AgentsIT {

    private static final String JOB =
            "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\",\"num_games\":10}";

    private RealNode voter;
    private RealNode one;
    private RealNode two;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        String program = JobProgram.good(folder).toString();
        String talkative =
                JobProgram.write(
                                folder,
                                "talkative",
                                """
                                for i in 1 2 3; do echo line $i; done
                                sleep 8
                                echo the last line
                                printf '{"metrics":{"games":1}}' > "$RINGRIFT_RESULT_FILE"
                                """)
                        .toString();
        voter = new RealNode(Files.createDirectory(folder.resolve("v")), "v", "127.0.0.1", port());
        voter.with("RINGRIFT_P2P_AGENT_ENABLED", "false");
        one = new RealNode(Files.createDirectory(folder.resolve("x")), "x", "127.0.0.1", port());
        two = new RealNode(Files.createDirectory(folder.resolve("y")), "y", "127.0.0.1", port());
        for (RealNode node : new RealNode[] {voter, one, two}) {
            node.flags("-Xmx256m")
                    .with("RINGRIFT_P2P_VOTERS", "v=127.0.0.1:" + voter.port())
                    .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1")
                    .with("RINGRIFT_P2P_PEER_TIMEOUT", "4")
                    .with("RINGRIFT_P2P_AGENT_CPUS", "1")
                    .with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", program)
                    .with("RINGRIFT_P2P_TEMPLATES_EVALUATION_COMMAND", talkative);
        }
        // The agents first: they wait for a leader.
        one.launch();
        two.launch();
        voter.start();
        one.awaitReady();
        two.awaitReady();
    }

    @AfterAll
    void stop() {
        one.close();
        two.close();
        voter.close();
    }

    private static int port() {
        return RealNode.freePort();
    }

    @Test
    @Order(1)
    void jobsAreTakenInAndShownByAnyNodeAndRunOnTheAgents() throws Exception {
        Set<String> nodes = new TreeSet<>();
        for (int i = 0; i < 20; i++) {
            String id = (i % 2 == 0 ? one : two).submit(JOB);
            if (i % 5 == 4) {
                nodes.add(one.awaitEnd(id).get("node_id").stringValue());
            }
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> voter.json("/status").get("jobs").get("open").intValue() == 0);
        for (JsonNode job : two.json("/jobs?limit=100").get("jobs")) {
            assertThat(job.get("status").stringValue()).isEqualTo("completed");
            nodes.add(job.get("node_id").stringValue());
        }
        assertThat(nodes).containsExactly("x", "y");
        assertThat(voter.json("/status").get("jobs").get("games").intValue()).isEqualTo(200);
    }

    @Test
    @Order(2)
    void anAgentTellsWhatItKnows() throws Exception {
        JsonNode status = one.json("/status");
        assertThat(status.get("node_id").stringValue()).isEqualTo("x");
        assertThat(status.get("role").stringValue()).isEqualTo("follower");
        assertThat(status.get("is_leader").booleanValue()).isFalse();
        assertThat(status.get("leader_id").stringValue()).isEqualTo("v");
        assertThat(status.get("epoch").longValue()).isPositive();
        assertThat(status.get("voter_quorum_ok").booleanValue()).isTrue();
        assertThat(status.get("self").get("memory_percent").doubleValue()).isPositive();
        assertThat(one.get("/health").statusCode()).isEqualTo(200);
        assertThat(one.get("/actuator/prometheus").body())
                .contains("ringrift_p2p_quorum_status{", "ringrift_p2p_leader_changes_total{");
        assertThat(Files.exists(one.data().resolve("log"))).as("no log").isFalse();
        assertThat(voter.json("/status").get("alive_peers").intValue()).isEqualTo(3);
        assertThat(one.get("/cluster").statusCode()).isEqualTo(200);
        assertThat(one.get("/no/such/door").statusCode()).isEqualTo(404);
    }

    @Test
    @Order(3)
    void theLogOfAJobIsReadAtAnyNode() throws Exception {
        String id =
                one.submit(
                        "{\"job_type\":\"evaluation\",\"config_key\":\"hex5_2p\",\"num_games\":1,"
                                + "\"node_id\":\"x\"}");
        one.awaitStatus(id, "running");
        for (RealNode node : new RealNode[] {voter, one, two}) {
            Awaitility.await("log read at " + node.name())
                    .atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    node.get("/jobs/" + id + "/logs?tail=2")
                                            .body()
                                            .contains("line 3"));
        }
        HttpResponse<String> followed = two.get("/jobs/" + id + "/logs?follow=true");
        assertThat(followed.body()).contains("line 1", "the last line");
        assertThat(voter.awaitEnd(id).get("status").stringValue()).isEqualTo("completed");
        assertThat(two.get("/jobs/" + id + "/logs").body()).contains("the last line");
        assertThat(two.get("/jobs/" + id + "/logs?attempt=9").statusCode()).isEqualTo(404);
        assertThat(two.get("/jobs/" + id + "/logs?tail=x").statusCode()).isEqualTo(400);
    }

    /** An agent has no history of its own: it passes on what the voter streams. */
    @Test
    @Order(4)
    void eventsAreFollowedAtAnyNode() throws Exception {
        String job = one.submit(JOB);
        one.awaitEnd(job);
        JsonNode page = two.json("/jobs/" + job + "/events?format=json");
        assertThat(page.get("events").get(0).get("type").stringValue()).isEqualTo("job_submitted");
        try (EventFollower follower = new EventFollower(List.of(one))) {
            Awaitility.await("everything until now").until(() -> hasEnd(follower, page));
            int before = follower.seen().size();
            String next = two.submit(JOB);
            Awaitility.await("what happens from now on")
                    .until(
                            () ->
                                    hasEnd(
                                            follower,
                                            two.json("/jobs/" + next + "/events?format=json")));
            assertThat(follower.seen()).doesNotHaveDuplicates().hasSizeGreaterThan(before);
            assertThat(follower.refused()).isEmpty();
        }
    }

    private static boolean hasEnd(EventFollower follower, JsonNode page) {
        JsonNode events = page.get("events");
        JsonNode last = events.get(events.size() - 1);
        return last.get("type").stringValue().equals("job_completed")
                && follower.seen().contains(last.get("id").stringValue() + " job_completed");
    }

    @Test
    @Order(5)
    void anAgentThatSaysGoodbyeIsNotMissedAndOneThatIsKilledIs() throws Exception {
        two.terminate();
        assertThat(one.json("/nodes/y").get("presence").stringValue()).isEqualTo("left");
        two.start();
        Awaitility.await("y is back")
                .atMost(Duration.ofSeconds(20))
                .until(() -> one.json("/nodes/y").get("presence").stringValue().equals("present"));
        two.kill();
        long killed = System.nanoTime();
        Awaitility.await("y is offline")
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> one.json("/nodes/y").get("presence").stringValue().equals("offline"));
        // PEER_TIMEOUT of 4 s and one beat of 1 s; a build machine gets a second more.
        assertThat(Duration.ofNanos(System.nanoTime() - killed))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
        two.start();
    }

    @Test
    @Order(5)
    void withoutAVoterAnAgentIsAliveButNotReadyAndComesBackByItself() throws Exception {
        voter.kill();
        Awaitility.await("not ready")
                .atMost(Duration.ofSeconds(20))
                .until(() -> one.get("/readyz").statusCode() == 503);
        assertThat(one.get("/livez").statusCode()).isEqualTo(200);
        assertThat(one.get("/health").statusCode()).isEqualTo(503);
        JsonNode status = one.json("/status");
        assertThat(status.has("leader_id")).isFalse();
        assertThat(status.get("voter_quorum_ok").booleanValue()).isFalse();
        HttpResponse<String> read = one.get("/jobs");
        assertThat(read.statusCode()).as(read.body()).isEqualTo(503);
        assertThat(read.body()).contains("no_leader");
        HttpResponse<String> submitted = one.post("/jobs", JOB);
        assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(503);
        assertThat(submitted.body()).contains("not_accepted");
        voter.start();
        one.awaitReady();
        assertThat(one.awaitEnd(one.submit(JOB)).get("status").stringValue())
                .isEqualTo("completed");
    }

    /** Whoever looks for the cause has what the machines that are gone said last. */
    @Test
    @Order(6)
    void aJobUnderWhichTwoNodesDieIsADeadLetterWithItsEvidence() throws Exception {
        String id =
                voter.submit(
                        "{\"job_type\":\"evaluation\",\"config_key\":\"hex5_2p\",\"num_games\":1}");
        Set<String> killed = new TreeSet<>();
        for (int attempt = 1; attempt <= 2; attempt++) {
            RealNode host = awaitAttempt(id, attempt);
            Awaitility.await("its agent has told what it printed")
                    .pollDelay(Duration.ofMillis(2_500))
                    .until(() -> voter.get("/jobs/" + id + "/logs").body().contains("line 3"));
            host.kill();
            killed.add(host.name());
        }
        JsonNode job = voter.awaitEnd(id);
        assertThat(job.get("dead_letter").booleanValue()).as(job.toString()).isTrue();
        assertThat(job.get("error").stringValue()).contains("nodes [x, y] were lost");
        assertThat(killed).containsExactly("x", "y");
        for (JsonNode attempt : job.get("attempts")) {
            assertThat(attempt.get("reason").stringValue()).isEqualTo("lost");
            assertThat(attempt.get("message").stringValue())
                    .contains("is offline; its log last said: line 3");
        }
        assertThat(voter.json("/dead-letters/" + id).get("job_id").stringValue()).isEqualTo(id);
        assertThat(voter.json("/dead-letters").get("jobs")).hasSize(1);
        one.start();
        two.start();
    }

    private RealNode awaitAttempt(String id, int attempt) {
        JsonNode job =
                Awaitility.await("attempt " + attempt + " runs")
                        .atMost(Duration.ofSeconds(40))
                        .until(
                                () -> voter.json("/jobs/" + id),
                                now ->
                                        now.get("attempts").size() == attempt
                                                && now.get("status")
                                                        .stringValue()
                                                        .equals("running"));
        return job.get("node_id").stringValue().equals("x") ? one : two;
    }
}
