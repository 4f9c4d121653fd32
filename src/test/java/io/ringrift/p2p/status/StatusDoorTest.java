package io.ringrift.p2p.status;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.TIMING;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.peers.PeersRig;
import io.ringrift.p2p.replication.Standing;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Status;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import tools.jackson.databind.JsonNode;

import java.io.UnsupportedEncodingException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** What the node shows of itself, field by field as the outside contract has it. */
class StatusDoorTest {

    private static final NodeId C = new NodeId("c");

    /** Names and JSON types: s string, n number, b boolean, o object, i ISO time. */
    private static final String STATUS =
            "node_id:s role:s leader_id:s effective_leader_id:s epoch:n lease_until:i is_leader:b"
                    + " version:s uptime_seconds:n uptime:n alive_peers:n suspect_peers:n"
                    + " dead_peers:n voter_quorum_ok:b voters_alive:n voter_quorum_size:n"
                    + " voter_health:o self:o peers:o all_peers:o work_queue_size:n active_jobs:n"
                    + " selfplay_jobs:n training_jobs:n nat_blocked:b timing:o";

    private static final String NODE =
            "node_id:s host:s port:n role:s health:s load_score:n is_overloaded:b cpu_percent:n"
                    + " memory_percent:n disk_percent:n gpu_percent:n gpu_memory_percent:n"
                    + " gpu_name:s gpu_power:n selfplay_jobs:n training_jobs:n last_heartbeat:n"
                    + " is_alive:b nat_blocked:b retired:b";

    private static final String PEER =
            "node_id:s is_alive:b state:s last_seen_seconds:n last_heartbeat:n";

    private static final String HEALTH =
            "status:s healthy:b node_id:s role:s leader_id:s active_peers:n total_peers:n"
                    + " uptime_seconds:n cpu_percent:n memory_percent:n";

    private final LeadershipRig rig = new LeadershipRig();
    private final PeerRegistry peers = PeersRig.registry(rig.clock);
    private final NodeIdentity self = new NodeIdentity(A, "127.0.0.1", 8770, Path.of("data"));
    private final StatusBoard board =
            new StatusBoard(
                    rig.log,
                    rig.leadership,
                    peers,
                    self,
                    TIMING,
                    GpuTable.DEFAULT,
                    OverloadThresholds.DEFAULT,
                    rig.clock,
                    "1.2.3");
    private final MockMvcTester doors = Doors.of(new StatusController(board, self));

    private JsonNode get(String uri, int status) throws UnsupportedEncodingException {
        var answer = doors.get().uri(uri).exchange();
        assertThat(answer).hasStatus(status);
        return Doors.JSON.readTree(answer.getResponse().getContentAsString());
    }

    private static void assertFields(JsonNode object, String fields) {
        for (String field : fields.split(" ", -1)) {
            String[] parts = field.split(":", -1);
            JsonNode value = object.get(parts[0]);
            assertThat(value).as(parts[0]).isNotNull();
            boolean fits =
                    switch (parts[1]) {
                        case "s" -> value.isString();
                        case "n" -> value.isNumber();
                        case "b" -> value.isBoolean();
                        case "i" ->
                                value.isString() && value.stringValue().matches("\\d{4}-.*T.*Z");
                        default -> value.isObject();
                    };
            assertThat(fits).as("%s is %s", parts[0], value).isTrue();
        }
        assertThat(object.toString()).doesNotContain("null");
    }

    @Test
    void aLeadingNodeShowsEveryFieldOfTheContract() throws UnsupportedEncodingException {
        rig.keep();
        rig.apply(register(A, FOUR_CORES), submit(1), submit(2), assign(1, A), start(1));
        PeersRig.heard(peers, A);
        PeersRig.heard(peers, B);
        rig.clock.advance(Duration.ofSeconds(3));
        JsonNode status = get("/status", 200);
        assertFields(status, STATUS);
        assertFields(status.get("self"), NODE);
        assertFields(status.at("/peers/b"), NODE);
        assertFields(status.at("/all_peers/a"), PEER);
        assertFields(status.at("/all_peers/b"), PEER);
        assertFields(status.get("voter_health"), "voters_alive:n voters_total:n quorum_ok:b");
        assertThat(status.get("peers").propertyNames()).containsExactly("b");
        assertThat(status.get("role").stringValue()).isEqualTo("leader");
        assertThat(status.get("uptime").doubleValue()).isEqualTo(3);
        assertThat(status.get("alive_peers").intValue()).isEqualTo(2);
        assertThat(status.get("work_queue_size").intValue()).isEqualTo(1);
        assertThat(status.get("active_jobs").intValue()).isEqualTo(1);
        assertThat(status.at("/self/selfplay_jobs").intValue()).isEqualTo(1);
        assertThat(status.at("/self/port").intValue()).isEqualTo(8770);
        assertThat(status.at("/timing/peer_timeout").doubleValue()).isEqualTo(15);
    }

    @Test
    void aNodeThatKnowsNobodyLeavesOutTheLeaderAndNothingElse()
            throws UnsupportedEncodingException {
        rig.log.stand(new Standing(NodeRole.CANDIDATE, false, null, 1, 3));
        JsonNode status = get("/status", 200);
        assertThat(status.has("leader_id")).isFalse();
        assertFields(
                status,
                STATUS.replace(" leader_id:s effective_leader_id:s", "")
                        .replace(" lease_until:i", ""));
        assertFields(status.get("self"), NODE);
        assertThat(status.get("voter_quorum_ok").booleanValue()).isFalse();
        assertThat(status.get("notice").stringValue())
                .startsWith("READ-ONLY: 1 of 3 voters answer and 2 are needed.");
        assertThat(status.get("alive_peers").intValue()).isEqualTo(1);
        assertThat(get("/health", 503).get("status").stringValue()).isEqualTo("unhealthy");
    }

    @Test
    void theNoticeSaysWhatKeepsTheClusterFromTakingWork() throws UnsupportedEncodingException {
        rig.keep();
        assertThat(get("/status", 200).has("notice")).isFalse();
        Instant now = rig.clock.instant();
        Epoch first = new Epoch(1);
        int rules = rig.log.picture().state().rulesVersion();
        rig.apply(new Command.BeginRestore(now, first, new UUID(1, 2), 1, first, rules));
        assertThat(get("/status", 200).get("notice").stringValue()).startsWith("RESTORING: ");
        rig.apply(new Command.AbortRestore(now, first));
        rig.log.stand(new Standing(NodeRole.FOLLOWER, false, null, 2, 3));
        rig.keep();
        assertThat(get("/status", 200).get("notice").stringValue()).startsWith("NO LEADER: ");
    }

    @Test
    void silentPeersAreSuspectAndThenDead() throws UnsupportedEncodingException {
        rig.keep();
        PeersRig.heard(peers, B);
        rig.clock.advance(Duration.ofSeconds(5));
        PeersRig.heard(peers, C);
        rig.clock.advance(Duration.ofSeconds(11));
        JsonNode status = get("/status", 200);
        assertThat(status.get("suspect_peers").intValue()).isEqualTo(1);
        assertThat(status.get("dead_peers").intValue()).isEqualTo(1);
        assertThat(status.get("alive_peers").intValue()).isEqualTo(2);
        assertThat(status.at("/all_peers/b/is_alive").booleanValue()).isFalse();
        assertThat(status.at("/all_peers/c/is_alive").booleanValue()).isTrue();
        assertThat(status.at("/all_peers/c/state").stringValue()).isEqualTo("unhealthy");
        assertThat(status.at("/peers/c/is_alive").booleanValue()).isTrue();
        assertThat(scrape()).contains("ringrift_p2p_peer_count 2.0");
        assertThat(status.at("/all_peers/b/state").stringValue()).isEqualTo("offline");
        assertThat(status.at("/all_peers/c/last_seen_seconds").doubleValue()).isEqualTo(11);
    }

    @Test
    void healthAnswersInShort() throws UnsupportedEncodingException {
        rig.keep();
        PeersRig.heard(peers, A);
        PeersRig.heard(peers, B);
        JsonNode health = get("/health", 200);
        assertFields(health, HEALTH);
        assertThat(health.get("cpu_percent").doubleValue()).isEqualTo(10);
        assertThat(health.get("active_peers").intValue()).isEqualTo(2);
        assertThat(health.get("total_peers").intValue()).isEqualTo(2);
    }

    @Test
    void readinessFollowsLeaderAndQuorum() {
        ClusterHealthIndicator readiness = new ClusterHealthIndicator(board);
        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        rig.keep();
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
        rig.log.stand(new Standing(NodeRole.FOLLOWER, false, B, 1, 3));
        rig.keep();
        assertThat(readiness.health().getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        rig.log.stand(new Standing(NodeRole.FOLLOWER, false, B, 2, 3));
        assertThat(readiness.health().getStatus()).isEqualTo(Status.UP);
    }

    @ParameterizedTest
    @CsvSource({"0, 1, 0", "1, 1, 2", "1, 3, 0", "2, 3, 1", "3, 3, 2"})
    void quorumIsLostDegradedOrHealthy(int alive, int total, int expected) {
        rig.log.stand(new Standing(NodeRole.FOLLOWER, false, B, alive, total));
        assertThat(scrape()).contains("ringrift_p2p_quorum_status " + expected + ".0");
    }

    @Test
    void metersCarryRealData() {
        rig.keep();
        rig.apply(register(A, FOUR_CORES), submit(1), submit(2), assign(1, A));
        PeersRig.heard(peers, A);
        PeersRig.heard(peers, B);
        assertThat(scrape())
                .contains("ringrift_p2p_peer_count 2.0")
                .contains("ringrift_p2p_is_leader 1.0")
                .contains("ringrift_p2p_leader_changes_total 1.0")
                .contains("ringrift_p2p_selfplay_jobs 1.0")
                .contains("ringrift_p2p_jobs_queued 1.0");
        rig.clock.advance(Duration.ofMinutes(1));
        assertThat(scrape())
                .contains("ringrift_p2p_peer_count 1.0")
                .contains("ringrift_p2p_is_leader 0.0");
        rig.keep();
        assertThat(scrape()).contains("ringrift_p2p_leader_changes_total 2.0");
    }

    private String scrape() {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ClusterMeters(rig.log, rig.leadership, peers, A).bindTo(registry);
        return registry.scrape();
    }

    @Test
    void countsPerTypeNameWhatHoldsAPlace() {
        rig.keep();
        rig.apply(register(A, FOUR_CORES), submit(1), assign(1, A));
        assertThat(JobCounts.ofCluster(rig.log.picture().state()).byType())
                .isEqualTo(Map.of(io.ringrift.p2p.model.JobType.SELFPLAY, 1));
        assertThat(JobCounts.ofNode(rig.log.picture().state(), B).all()).isZero();
    }
}
