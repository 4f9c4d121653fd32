package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.webhooks.TestReceiver;
import io.ringrift.p2p.webhooks.format.StandardReceiver;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Three voters, real processes; the leader is killed again and again while it delivers. */
@Tag("long")
@Timeout(1800)
class WebhooksIT {

    /** Fifty with {@code -Dfault.rounds=50}, as docs/fault-report.md has it. */
    private static final int KILLS = Integer.getInteger("fault.rounds", 3);

    private static final int JOBS = 40;

    private final TestReceiver receiver = new TestReceiver();
    private RealCluster voters;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        voters = RealCluster.onLoopback(folder);
        voters.with("RINGRIFT_P2P_AGENT_ENABLED", "false")
                .with("RINGRIFT_P2P_WEBHOOKS_ALLOWED_RANGES", "127.0.0.0/8")
                .with("RINGRIFT_P2P_WEBHOOKS_TIMEOUT", "2")
                .with("RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_ID", "configured")
                .with("RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_URL", receiver.url("/configured"))
                .with("RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_EVENTS", "leader_changed")
                .with(
                        "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_SECRET",
                        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        voters.start();
    }

    @AfterEach
    void stop() {
        voters.close();
        receiver.close();
    }

    private Set<String> jobsTold() {
        return receiver.received().stream()
                .filter(one -> one.path().equals("/hook"))
                .map(one -> RealNode.parse(one.text()).path("data").path("job_id").asString(""))
                .collect(Collectors.toSet());
    }

    @Test
    void whatWasCommittedArrivesSignedAlthoughLeadersDie() throws Exception {
        RealNode leader = voters.leader();
        HttpResponse<String> made =
                Awaitility.await("the rules are raised")
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () ->
                                        leader.post(
                                                "/webhooks/endpoints",
                                                """
                                                {"id":"pager","url":"%s","events":["job_submitted"]}\
                                                """
                                                        .formatted(receiver.url("/hook"))),
                                answer -> answer.statusCode() == 201);
        String secret = RealNode.parse(made.body()).path("signing_secret").asString("");
        Set<String> jobs = new HashSet<>();
        // Every third answer is lost on its way back, so that leaders have something to repeat.
        AtomicInteger answers = new AtomicInteger();
        receiver.behaves(
                exchange ->
                        TestReceiver.answering(answers.incrementAndGet() % 3 == 0 ? 500 : 204, "")
                                .answer(exchange));
        for (int kill = 0; kill < KILLS; kill++) {
            RealNode now = voters.leader();
            List<RealNode> others = new ArrayList<>(voters.allBut(now));
            for (int i = 0; i < JOBS; i++) {
                jobs.add(submitted(others.getFirst(), "job-" + kill + "-" + i));
            }
            now.kill();
            RealNode next = voters.leaderAmong(others);
            assertThat(next.name()).isNotEqualTo(now.name());
            now.launch();
            voters.settled();
        }
        assertThat(jobs).hasSize(KILLS * JOBS);
        Awaitility.await("every job was told of")
                .atMost(Duration.ofSeconds(60))
                .until(() -> jobsTold().containsAll(jobs));
        everySignatureFits(secret);
        duplicatesHaveTheSameId();
        Awaitility.await("the configured endpoint heard of the new leaders")
                .atMost(Duration.ofSeconds(30))
                .until(() -> count("/configured") >= KILLS);
        theLedgerAgrees();
    }

    /** On a busy machine leaders may change by themselves: who is not sure asks again. */
    private static String submitted(RealNode through, String key) {
        HttpResponse<String> answer =
                Awaitility.await(key)
                        .atMost(Duration.ofSeconds(60))
                        .ignoreExceptions()
                        .until(
                                () ->
                                        through.post(
                                                "/jobs",
                                                """
                                                {"job_type":"selfplay","config_key":"hex5_2p","num_games":1}\
                                                """,
                                                "Idempotency-Key",
                                                key),
                                got -> got.statusCode() / 100 == 2);
        return RealNode.parse(answer.body()).path("job_id").asString("");
    }

    private long count(String path) {
        return receiver.received().stream().filter(one -> one.path().equals(path)).count();
    }

    private void everySignatureFits(String secret) {
        StandardReceiver verifier = new StandardReceiver(secret);
        assertThat(receiver.received())
                .filteredOn(one -> one.path().equals("/hook"))
                .filteredOn(one -> !verifier.verifies(one.headers(), one.body(), one.second()))
                .isEmpty();
    }

    /** The id and the job belong together, however often they came. */
    private void duplicatesHaveTheSameId() {
        Set<String> pairs =
                receiver.received().stream()
                        .filter(one -> one.path().equals("/hook"))
                        .map(one -> one.id() + " " + one.text())
                        .collect(Collectors.toSet());
        Set<String> ids =
                receiver.received().stream()
                        .filter(one -> one.path().equals("/hook"))
                        .map(TestReceiver.Received::id)
                        .collect(Collectors.toSet());
        assertThat(pairs).hasSameSizeAs(ids).hasSize(KILLS * JOBS);
    }

    /** Who was refused twice waits for minutes; nothing is forgotten. */
    private void theLedgerAgrees() throws Exception {
        RealNode leader = voters.leader();
        JsonNode pager =
                Awaitility.await("what arrived is noted")
                        .atMost(Duration.ofSeconds(30))
                        .until(
                                () -> leader.json("/webhooks/endpoints/pager"),
                                view ->
                                        view.path("deliveries").path("delivered").asInt()
                                                >= KILLS * JOBS / 2);
        JsonNode counts = pager.path("deliveries");
        assertThat(counts.path("delivered").asInt() + counts.path("waiting").asInt())
                .isEqualTo(KILLS * JOBS);
        assertThat(counts.path("dropped").asInt()).isZero();
        assertThat(leader.json("/webhooks/deliveries?limit=1000").toString())
                .doesNotContain("whsec_");
    }
}
