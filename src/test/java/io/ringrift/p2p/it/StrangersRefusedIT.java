package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A voter with somebody else's disk never votes: it says why in one sentence and ends. */
@Timeout(180)
@Isolated
class StrangersRefusedIT {

    @TempDir Path folder;

    @Test
    void aWrongDiskIsRefusedAndTheRightOneIsWelcome() throws Exception {
        try (RealCluster cluster = RealCluster.onLoopback(folder).start()) {
            RealNode stranger = cluster.node("c");
            String job = stranger.submit("{\"job_type\":\"selfplay\",\"config_key\":\"hex5_2p\"}");
            knownToAll(cluster);
            stranger.kill();
            Path own = folder.resolve("own");
            Files.move(stranger.data(), own);

            refused(stranger, "The cluster knows voter c by another data folder");

            erase(stranger.data());
            cluster.node("b").kill();
            copy(cluster.node("b").data(), stranger.data());
            cluster.node("b").start();
            refused(stranger, "belongs to node b, but this node is called c");

            erase(stranger.data());
            foundAnotherCluster(stranger.data());
            refused(stranger, "belongs to cluster");

            erase(stranger.data());
            Files.move(own, stranger.data());
            cluster.start().settled();
            Awaitility.await("job " + job + " is read on " + stranger.name())
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> stranger.get("/jobs/" + job).statusCode() == 200);
        }
    }

    /** The leader enrols the disks of the others in its own time. */
    private static void knownToAll(RealCluster cluster) {
        Awaitility.await("all disks are known to all")
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptions()
                .until(
                        () -> {
                            for (RealNode node : cluster.all()) {
                                if (node.json("/cluster/identity").get("voters").size() < 3) {
                                    return false;
                                }
                            }
                            return true;
                        });
    }

    private static void refused(RealNode node, String why) throws Exception {
        int before = node.said().length();
        node.launch();
        assertThat(node.awaitExit()).isNotZero();
        List<String> said =
                node.said().substring(before).lines().filter(line -> line.contains(why)).toList();
        assertThat(said).as(node.said()).hasSize(1);
        assertThat(node.said().substring(before)).doesNotContain("\tat ");
    }

    /** A node called c that was alone once. */
    private void foundAnotherCluster(Path data) throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        RealNode alone =
                new RealNode(elsewhere).with("RINGRIFT_P2P_NODE_ID", "c").flags("-Xmx256m");
        try (alone) {
            alone.start();
        }
        copy(alone.data(), data);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static void erase(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
