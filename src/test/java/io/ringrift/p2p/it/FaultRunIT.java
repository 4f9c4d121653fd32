package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The long fault run: {@code ./mvnw -Pfaults verify -Dit.test=FaultRunIT}. {@code -Dfault.seed=…}
 * replays the choices of a failed run, {@code -Dfault.rounds=…} makes it longer or shorter.
 */
@Tag("long")
@Isolated
class FaultRunIT {

    @TempDir Path folder;

    private final long seed = Long.getLong("fault.seed", System.nanoTime());
    private final SplittableRandom dice = new SplittableRandom(seed);
    private final ClientHistory history = new ClientHistory();
    private final List<Long> gaps = new ArrayList<>();
    private RealCluster cluster;
    private LeaderWatch watch;
    private ClusterLoad load;
    private Verdict verdict;

    @BeforeEach
    void form() throws Exception {
        say("fault.seed=" + seed);
        cluster = RealCluster.onLoopback(folder);
        watch = new LeaderWatch(cluster, history);
        load = new ClusterLoad(cluster, history, seed);
        verdict = new Verdict(cluster, history, load);
        cluster.start().settled();
    }

    @AfterEach
    void end() throws Exception {
        load.stop();
        watch.close();
        cluster.close();
        say(
                "leader changes %d, acknowledged %d, cancelled %d, reads %d"
                        .formatted(
                                history.leaderChanges(),
                                history.acknowledged().size(),
                                history.cancelled().size(),
                                history.reads().size()));
    }

    private static void say(String line) {
        System.out.println(line);
    }

    @Test
    void killsOfOneTwoOrAllUnderLoad() throws Exception {
        int rounds = Integer.getInteger("fault.rounds", 50);
        for (int round = 1; round <= rounds; round++) {
            load.through(cluster.all()).start(4).awaitProgress(10);
            ClusterLoad.letPass(Duration.ofMillis(100 + dice.nextInt(900)));
            List<RealNode> victims = victims();
            long killed = System.nanoTime();
            for (RealNode victim : victims) {
                victim.kill();
            }
            List<RealNode> alive = new ArrayList<>(cluster.all());
            alive.removeAll(victims);
            if (victims.size() == 1) {
                load.through(alive);
                acknowledgedBy(alive.getFirst());
                gaps.add((System.nanoTime() - killed) / 1_000_000);
                load.awaitProgress(10);
            }
            load.stop();
            cluster.start();
            verdict.everyPromiseWasKept();
            say(
                    "round %d: killed %s"
                            .formatted(round, victims.stream().map(RealNode::name).toList()));
        }
        assertThat(history.leaderChanges()).isGreaterThanOrEqualTo(rounds / 3);
        gaps.sort(Comparator.naturalOrder());
        say("ms to the next acknowledgement after one kill: " + gaps);
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    /** Mostly the leader; at times a follower, two, or all. */
    private List<RealNode> victims() {
        RealNode leader = cluster.leader();
        List<RealNode> followers = cluster.allBut(leader);
        return switch (dice.nextInt(8)) {
            case 0, 1, 2 -> List.of(leader);
            case 3, 4 -> List.of(followers.get(dice.nextInt(2)));
            case 5 -> List.of(leader, followers.get(dice.nextInt(2)));
            case 6 -> followers;
            default -> cluster.all();
        };
    }

    private void acknowledgedBy(RealNode node) {
        Awaitility.await("an acknowledgement by " + node.name())
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> load.submitNew(node) != null);
    }

    @Test
    void restartsOneByOneWithoutAFailedRequest() throws Exception {
        int rounds = Integer.getInteger("fault.rounds", 10);
        for (int round = 1; round <= rounds; round++) {
            for (RealNode node : cluster.all()) {
                load.through(cluster.allBut(node)).start(4).awaitProgress(10);
                node.terminate();
                load.awaitProgress(10);
                node.start();
                load.awaitProgress(10);
                load.stop();
                assertThat(load.failures())
                        .as("round %d, restart of %s", round, node.name())
                        .isEmpty();
                cluster.settled();
            }
            say("round " + round + ": all three restarted");
        }
        assertThat(history.leaderChanges()).isGreaterThanOrEqualTo(rounds);
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    @Test
    void aLeaderFrozenBeyondTheCloseThresholdEndsItself() throws Exception {
        RealNode leader = cluster.leader();
        load.start(4).awaitProgress(20);
        leader.freeze();
        try {
            load.through(cluster.allBut(leader));
            ClusterLoad.letPass(Duration.ofSeconds(65));
            load.awaitProgress(20);
        } finally {
            leader.thaw();
        }

        assertThat(leader.awaitExit()).isEqualTo(70);
        assertThat(leader.said()).contains("This node halts: the log closed itself");
        load.stop();
        cluster.start();
        verdict.everythingEndsAndEveryPromiseWasKept();
        assertThat(history.leaderChanges()).isPositive();
    }

    /** The last entry of one voter is torn: it is refused or fetched again, and nothing is lost. */
    @Test
    void aTornTailOfOneVoterLosesNothing() throws Exception {
        for (int i = 0; i < 5; i++) {
            RealNode victim = i == 0 ? cluster.leader() : cluster.all().get(dice.nextInt(3));
            load.through(cluster.all()).start(4).awaitProgress(30);
            victim.kill();
            load.stop();
            int torn = tear(victim, 1 + dice.nextInt(60));
            victim.launch();
            boolean ready = isReadyOrEnds(victim);
            say("torn by %d bytes: %s".formatted(torn, ready ? "starts" : "refused"));
            assertThat(ready).as(victim.said()).isTrue();
            verdict.everyPromiseWasKept();
        }
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    @Test
    void aFlippedBitInTheNewestSnapshotOfOneVoterLosesNothing() throws Exception {
        RealNode victim = cluster.allBut(cluster.leader()).getFirst();
        cluster.all().forEach(node -> node.with("RINGRIFT_P2P_REPLICATION_SNAPSHOT_EVERY", "1000"));
        for (RealNode node : cluster.all()) {
            node.kill();
        }
        cluster.start().settled();
        load.start(16);
        Awaitility.await("a second snapshot")
                .atMost(Duration.ofMinutes(3))
                .until(() -> files(victim, "snapshot\\.\\d+_\\d+").size() >= 2);
        load.stop();
        victim.kill();
        Path newest = files(victim, "snapshot\\.\\d+_\\d+").getLast();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length / 2] ^= 0x10;
        Files.write(newest, bytes);

        cluster.start();

        assertThat(victim.said()).contains("is damaged");
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    private static boolean isReadyOrEnds(RealNode node) {
        Awaitility.await("ready or ended")
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptions()
                .until(
                        () ->
                                !node.isRunning()
                                        || node.get("/actuator/health/readiness").statusCode()
                                                == 200);
        return node.isRunning();
    }

    /** Cuts the open segment so many bytes before the end of its last entry. */
    private static int tear(RealNode node, int bytes) throws IOException {
        Path segment = files(node, "log_inprogress_\\d+").getLast();
        byte[] content = Files.readAllBytes(segment);
        int end = content.length;
        while (end > 0 && content[end - 1] == 0) {
            end--;
        }
        int kept = Math.max(0, end - bytes);
        try (RandomAccessFile file = new RandomAccessFile(segment.toFile(), "rw")) {
            file.setLength(kept);
        }
        return end - kept;
    }

    /** Files in the data folder whose names match, by the last number in them. */
    private static List<Path> files(RealNode node, String pattern) throws IOException {
        try (Stream<Path> files = Files.walk(node.data())) {
            return files.filter(file -> file.getFileName().toString().matches(pattern))
                    .sorted(Comparator.comparingLong(FaultRunIT::lastNumber))
                    .toList();
        }
    }

    private static long lastNumber(Path file) {
        return Long.parseLong(file.getFileName().toString().replaceAll(".*\\D", ""));
    }
}
