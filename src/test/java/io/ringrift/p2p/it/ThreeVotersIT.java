package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Three voters, one fault after the other, with clients that write down what they are told. {@code
 * -Dfault.seed=…} replays the choices of a failed run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(240)
@Isolated
class ThreeVotersIT {

    /** The promise is 50 ms; a build machine on which three JVMs compile gets some more. */
    private static final Duration STILL_QUICK = Duration.ofMillis(250);

    private static final String JOB = "{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}";
    private static final Duration FAILOVER = Duration.ofSeconds(12);

    private final ClientHistory history = new ClientHistory();
    private RealCluster cluster;
    private LeaderWatch watch;
    private ClusterLoad load;
    private Verdict verdict;

    @BeforeAll
    void form(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("fault.seed", System.nanoTime());
        System.out.println("fault.seed=" + seed);
        cluster = RealCluster.onLoopback(folder);
        watch = new LeaderWatch(cluster, history);
        load = new ClusterLoad(cluster, history, seed);
        verdict = new Verdict(cluster, history, load);
        cluster.start();
    }

    @BeforeEach
    void heal() throws Exception {
        load.stop();
        cluster.start().settled();
        load.through(cluster.all());
    }

    @AfterEach
    void quiet() throws Exception {
        load.stop();
    }

    @AfterAll
    void end() {
        watch.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void formOneClusterThatTakesJobsThroughEveryDoor() throws Exception {
        Set<String> clusters = new HashSet<>();
        for (RealNode node : cluster.all()) {
            clusters.add(node.json("/cluster/identity").get("cluster_id").stringValue());
            String job = load.submitNew(node);
            assertThat(job).as(load.failures().toString()).isNotNull();
            for (RealNode other : cluster.all()) {
                assertThat(other.get("/jobs/" + job).statusCode()).as(other.name()).isEqualTo(200);
            }
        }
        assertThat(clusters).hasSize(1);
        verdict.everyPromiseWasKept();
    }

    @Test
    @Order(2)
    void loseNothingWhenTheLeaderIsKilledUnderLoad() throws Exception {
        RealNode leader = cluster.leader();
        int before = history.leaderChanges();
        load.start(4).awaitProgress(40);

        leader.kill();
        List<RealNode> others = cluster.allBut(leader);
        load.through(others);
        awaitAcknowledgement(others.getFirst());

        load.awaitProgress(40);
        load.stop();
        assertThat(history.leaderChanges()).isGreaterThan(before);
        cluster.start();
        verdict.everyPromiseWasKept();
    }

    @Test
    @Order(3)
    void loseNothingWhenTheLeaderIsKilledRightAfterAnAcknowledgement() throws Exception {
        RealNode leader = cluster.leader();
        for (int i = 0; i < 20; i++) {
            assertThat(load.submitNew(leader)).isNotNull();
        }

        leader.kill();

        for (RealNode other : cluster.allBut(leader)) {
            awaitAcknowledgement(other);
            for (ClientHistory.Acknowledged one : history.acknowledged()) {
                assertThat(other.get("/jobs/" + one.jobId()).statusCode())
                        .as("%s on %s", one, other.name())
                        .isEqualTo(200);
            }
        }
        cluster.start();
        verdict.everyPromiseWasKept();
    }

    @Test
    @Order(4)
    void failNoRequestWhenAFollowerIsKilled() throws Exception {
        RealNode leader = cluster.leader();
        RealNode follower = cluster.allBut(leader).getFirst();
        load.through(cluster.allBut(follower)).start(4).awaitProgress(20);

        follower.kill();
        load.awaitProgress(60);

        load.stop();
        assertThat(load.failures()).isEmpty();
        cluster.start();
        verdict.everyPromiseWasKept();
    }

    @Test
    @Order(5)
    void sayHonestlyThatTwoOfThreeAreGone() throws Exception {
        RealNode survivor = cluster.allBut(cluster.leader()).getFirst();
        String known = load.submitNew(survivor);
        for (RealNode other : cluster.allBut(survivor)) {
            other.kill();
        }
        Awaitility.await("not ready")
                .atMost(FAILOVER)
                .until(() -> survivor.get("/actuator/health/readiness").statusCode() == 503);

        HttpResponse<String> submitted = survivor.post("/jobs", JOB);
        assertThat(submitted.statusCode()).isEqualTo(503);
        assertThat(code(submitted)).isEqualTo("not_accepted");
        assertThat(submitted.headers().firstValue("Retry-After")).isPresent();
        HttpResponse<String> read = survivor.get("/jobs/" + known);
        assertThat(read.statusCode()).isEqualTo(503);
        assertThat(code(read)).isEqualTo("no_leader");
        HttpResponse<String> stale = survivor.get("/jobs/" + known + "?consistency=stale");
        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.headers().firstValueAsLong("X-Applied-Index").orElse(-1)).isPositive();
        assertThat(stale.headers().firstValueAsLong("X-State-Age-Ms").orElse(-1)).isPositive();
        JsonNode status = survivor.json("/status");
        assertThat(status.get("voter_quorum_ok").booleanValue()).isFalse();
        assertThat(status.get("notice").stringValue()).startsWith("READ-ONLY: 1 of 3 voters");
        assertThat(status.get("is_leader").booleanValue()).isFalse();
        assertThat(median(survivor, "/status")).isLessThan(STILL_QUICK);
        assertThat(median(survivor, "/actuator/health/liveness")).isLessThan(STILL_QUICK);

        cluster.start();
        awaitAcknowledgement(survivor);
        verdict.everyPromiseWasKept();
    }

    @Test
    @Order(6)
    void loseNothingWhenTheLeaderFreezesForTwoSeconds() throws Exception {
        freezeTheLeaderFor(Duration.ofSeconds(2));
    }

    @Test
    @Order(7)
    void followAnotherWhenTheLeaderFreezesForTwelveSeconds() throws Exception {
        RealNode frozen = freezeTheLeaderFor(Duration.ofSeconds(12));

        RealNode leader = cluster.settled();
        assertThat(leader.name()).isNotEqualTo(frozen.name());
        assertThat(RealCluster.statusNow(frozen).get("role").stringValue()).isEqualTo("follower");
    }

    private RealNode freezeTheLeaderFor(Duration time) throws Exception {
        RealNode leader = cluster.leader();
        int before = history.leaderChanges();
        load.start(4).awaitProgress(20);

        leader.freeze();
        try {
            RealNode other = cluster.allBut(leader).getFirst();
            load.through(cluster.allBut(leader));
            ClusterLoad.letPass(time);
            awaitAcknowledgement(other);
        } finally {
            leader.thaw();
        }
        load.through(cluster.all());

        load.awaitProgress(20);
        load.stop();
        assertThat(leader.isRunning()).isTrue();
        assertThat(history.leaderChanges()).isGreaterThan(before);
        verdict.everyPromiseWasKept();
        return leader;
    }

    @Test
    @Order(8)
    void failNoRequestWhenTheLeaderIsStoppedAsPlanned() throws Exception {
        RealNode leader = cluster.leader();
        int before = history.leaderChanges();
        load.through(cluster.allBut(leader)).start(4).awaitProgress(20);

        assertThat(leader.terminate()).isIn(0, 143);
        load.awaitProgress(40);

        load.stop();
        assertThat(load.failures()).isEmpty();
        assertThat(history.leaderChanges()).isGreaterThan(before);
        cluster.start();
        verdict.everyPromiseWasKept();
    }

    @Test
    @Order(9)
    void endEveryJobOnceAfterAllThat() throws Exception {
        assertThat(history.leaderChanges()).as("the faults happened").isGreaterThanOrEqualTo(4);
        assertThat(history.cancelled()).isNotEmpty();
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    /** The next submission through this node, by one request that waits for the new leader. */
    private void awaitAcknowledgement(RealNode node) {
        Awaitility.await("an acknowledgement by " + node.name())
                .atMost(FAILOVER)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> load.submitNew(node) != null);
    }

    private static String code(HttpResponse<String> problem) {
        return RealNode.parse(problem.body()).path("code").asString("");
    }

    /** Of nine: a busy machine may delay one, a door that waits for a leader delays all. */
    private static Duration median(RealNode node, String path) throws Exception {
        long[] nanos = new long[9];
        for (int i = 0; i < nanos.length; i++) {
            long start = System.nanoTime();
            assertThat(node.get(path).statusCode()).isEqualTo(200);
            nanos[i] = System.nanoTime() - start;
        }
        java.util.Arrays.sort(nanos);
        return Duration.ofNanos(nanos[nanos.length / 2]);
    }
}
