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
import org.junit.jupiter.api.parallel.Isolated;

import tools.jackson.databind.JsonNode;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Who follows the events of three voters sees each of them once, whatever happens to a voter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(180)
@Isolated
class EventsIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private RealCluster cluster;
    private ClusterLoad load;

    @BeforeAll
    void form(@TempDir Path folder) throws Exception {
        cluster =
                RealCluster.onLoopback(folder)
                        .with("RINGRIFT_P2P_EVENTS_HEARTBEAT", "1")
                        .with("RINGRIFT_P2P_REPLICATION_SNAPSHOT_EVERY", "1000")
                        .with("RINGRIFT_P2P_REPLICATION_SEGMENT_SIZE", "64KB");
        load = new ClusterLoad(cluster, new ClientHistory(), 42);
        cluster.start();
    }

    @AfterAll
    void end() {
        cluster.close();
    }

    @Test
    @Order(1)
    void aFollowerOfAKilledLeaderResumesElsewhere() throws Exception {
        RealNode leader = cluster.settled();
        List<RealNode> others = cluster.allBut(leader);
        try (EventFollower follower =
                new EventFollower(List.of(leader, others.getFirst(), others.getLast()))) {
            load.start(4).awaitProgress(40);
            leader.kill();
            load.through(others).awaitProgress(40);
            load.stop();
            assertSawEverythingOnce(follower, others.getFirst());
            assertThat(follower.connected()).hasSizeGreaterThan(1).startsWith(leader.name());
            assertThat(history(others.getLast())).containsAll(follower.seen());
        }
        cluster.start();
        cluster.settled();
    }

    /** A stream never ends by itself, and yet it must not keep a node from stopping. */
    @Test
    @Order(2)
    void aFollowerOfAStoppedLeaderResumesElsewhere() throws Exception {
        RealNode leader = cluster.settled();
        List<RealNode> others = cluster.allBut(leader);
        try (EventFollower follower =
                new EventFollower(List.of(leader, others.getFirst(), others.getLast()))) {
            load.through(others).start(4).awaitProgress(20);
            long begun = System.nanoTime();
            assertThat(leader.terminate()).isIn(0, 143);
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isLessThan(Duration.ofSeconds(12));
            load.awaitProgress(20);
            load.stop();
            assertSawEverythingOnce(follower, others.getFirst());
        }
        cluster.start();
        cluster.settled();
        List<String> here = history(leader);
        List<String> there = history(others.getFirst());
        assertThat(there).containsAll(here);
        assertThat(here).isEqualTo(there.subList(0, here.size()));
    }

    @Test
    @Order(3)
    void aVoterThatGotASnapshotSaysWhatItHasNot() throws Exception {
        RealNode leader = cluster.settled();
        List<RealNode> others = cluster.allBut(leader);
        RealNode away = others.getFirst();
        List<String> before = history(away);
        away.kill();
        load.through(List.of(leader, others.getLast()));
        for (int i = 0; i < 16; i++) {
            submitMany(leader, 300);
        }
        away.launch();
        away.awaitReady();
        String lastKnown = before.getLast().split(" ", -1)[0];
        Awaitility.await("the voter is back").atMost(SOON).until(() -> caughtUp(away, leader));

        HttpResponse<String> gone = away.get("/events?format=json&after=" + lastKnown);
        assertThat(gone.statusCode()).as(gone.body()).isEqualTo(410);
        JsonNode problem = RealNode.parse(gone.body());
        assertThat(problem.get("code").stringValue()).isEqualTo("gone");
        String startsAfter = problem.get("starts_after").stringValue();
        assertThat(leader.get("/events?format=json&after=" + lastKnown).statusCode())
                .isEqualTo(200);
        List<String> all = history(leader);
        List<String> kept = history(away);
        assertThat(kept).isEqualTo(all.subList(all.size() - kept.size(), all.size()));
        assertThat(startsAfter).contains("-2147483647-");
    }

    private static boolean caughtUp(RealNode node, RealNode leader) throws Exception {
        return node.get("/events?format=json&limit=1&after=oldest").statusCode() == 200
                && node.json("/status").get("role").stringValue().equals("follower")
                && leader.json("/status").get("is_leader").booleanValue();
    }

    private static void submitMany(RealNode node, int count) throws Exception {
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < 10; c++) {
            clients.add(
                    Thread.startVirtualThread(
                            () -> {
                                try {
                                    for (int i = 0; i < count / 10; i++) {
                                        node.post(
                                                "/jobs",
                                                "{\"job_type\":\"selfplay\",\"config_key\":\"x\","
                                                        + "\"node_id\":\"nowhere\"}");
                                    }
                                } catch (java.io.IOException | InterruptedException e) {
                                    throw new IllegalStateException(e);
                                }
                            }));
        }
        for (Thread client : clients) {
            client.join();
        }
    }

    private static void assertSawEverythingOnce(EventFollower follower, RealNode node)
            throws Exception {
        List<String> all = history(node);
        Awaitility.await("the follower is at " + all.getLast() + "; " + follower.refused())
                .atMost(SOON)
                .until(() -> follower.seen().contains(all.getLast()));
        List<String> seen = follower.seen();
        assertThat(seen).doesNotHaveDuplicates();
        assertThat(seen.subList(0, all.size())).isEqualTo(all);
        assertThat(follower.refused()).isEmpty();
    }

    /** Everything that a node keeps, by pages. */
    private static List<String> history(RealNode node) throws Exception {
        List<String> all = new ArrayList<>();
        String after = "oldest";
        while (true) {
            JsonNode page = node.json("/events?format=json&limit=1000&after=" + after);
            for (JsonNode event : page.get("events")) {
                all.add(event.get("id").stringValue() + " " + event.get("type").stringValue());
            }
            if (page.get("at_end").booleanValue()) {
                return all;
            }
            after = page.get("next_cursor").stringValue();
        }
    }
}
