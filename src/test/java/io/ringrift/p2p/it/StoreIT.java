package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * A node that keeps its files in a bucket, between a node that makes games and one that learns from
 * them. Needs the right to make a network namespace and skips without it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(300)
class StoreIT {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String SMALL = "games/hex5_2p/small.bin";
    private static final String LARGE = "games/hex5_2p/deep/large.bin";

    private StoreServer store;
    private RealNode voter;
    private RealNode archive;
    private RealNode player;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        store = new StoreServer(folder);
        assumeTrue(store.prepare(), "network namespaces cannot be made here (needs root and ip)");
        store.start();
        voter = node(folder, "v");
        player = node(folder, "p");
        archive =
                node(folder, "archive")
                        .with("RINGRIFT_P2P_AGENT_LABELS", "role=archive")
                        .with("RINGRIFT_P2P_AGENT_CPUS", "0")
                        .with("RINGRIFT_P2P_DATA_S3_BUCKET", StoreServer.BUCKET)
                        .with("RINGRIFT_P2P_DATA_S3_ENDPOINT", store.address().toString())
                        .with("RINGRIFT_P2P_DATA_S3_PREFIX", "cluster-1")
                        .with("RINGRIFT_P2P_DATA_S3_ACCESS_KEY", "somebody")
                        .with("RINGRIFT_P2P_DATA_S3_SECRET_KEY", "a-secret")
                        .with("RINGRIFT_P2P_DATA_S3_SCAN_INTERVAL", "1");
        for (RealNode node : List.of(voter, archive, player)) {
            node.with("RINGRIFT_P2P_VOTERS", "v=127.0.0.1:" + voter.port());
        }
        archive.launch();
        player.launch();
        voter.start();
        archive.awaitReady();
        player.awaitReady();
    }

    private static RealNode node(Path folder, String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        return new RealNode(own, name, "127.0.0.1", RealNode.freePort())
                .hasty()
                .with("RINGRIFT_P2P_DATA_SYNC_KEEP_FREE", "0")
                .with("RINGRIFT_P2P_DATA_CLEANING_ENABLED", "false")
                .with("RINGRIFT_P2P_DATA_POLICIES_GAMES_LABELS", "role=archive");
    }

    @AfterAll
    void stop() throws Exception {
        for (RealNode node : Stream.of(player, archive, voter).filter(n -> n != null).toList()) {
            node.close();
        }
        store.close();
    }

    private static void awaits(String what, Callable<Boolean> condition) {
        Awaitility.await(what).atMost(SOON).ignoreExceptions().until(condition);
    }

    @Test
    void gamesGoIntoTheBucketAndComeBackFromItWhenTheirNodeIsGone() throws Exception {
        byte[] small = player.put(SMALL, 1 << 20, 1);
        byte[] large = player.put(LARGE, (40 << 20) + 17, 2);
        awaits("both are in the bucket", () -> store.names().size() == 2);
        assertThat(store.names())
                .allSatisfy(name -> assertThat(name).startsWith("cluster-1/games/hex5_2p/"));
        awaits(
                "the archive's disk is empty again",
                () -> !Files.exists(archive.file(SMALL)) && !Files.exists(archive.file(LARGE)));
        awaits("and its folder", () -> !Files.exists(archive.file("games/hex5_2p/deep")));

        aNodeThatWasKilledStillKnowsThem();
        itServesAnyPart(large);
        itComesBackToANodeThatLostItsDisk(small, large);
        withoutTheStoreItSaysSo();
        whatIsLetGoLeavesTheBucket();
    }

    private void aNodeThatWasKilledStillKnowsThem() throws Exception {
        archive.kill();
        archive.start();
        awaits(
                "two files of the archive",
                () ->
                        archive.json("/data/manifest").path("file_count").asInt() == 2
                                && holders(SMALL) == 2);
    }

    private int holders(String path) throws Exception {
        var files = voter.json("/data/files?kind=games&limit=100").path("files");
        for (var file : files) {
            if (("games/" + file.path("path").asString("")).equals(path)) {
                return file.path("nodes").size();
            }
        }
        return 0;
    }

    private void itServesAnyPart(byte[] large) throws Exception {
        String door = "/data/files/" + LARGE + "?local=true";
        var part =
                archive.bytes(
                        archive.request(door).header("Range", "bytes=35000000-35000099").GET());
        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(large, 35_000_000, 35_000_100));
        var whole = archive.bytes(archive.request(door).GET());
        assertThat(whole.body()).isEqualTo(large);
    }

    private void itComesBackToANodeThatLostItsDisk(byte[] small, byte[] large) throws Exception {
        player.kill();
        player.loseDisk();
        player.start();
        awaits("only the archive has them", () -> holders(LARGE) == 1 && holders(SMALL) == 1);
        voter.submit(
                """
                {"job_type":"selfplay","config_key":"hex5_2p","num_games":1,"node_id":"p",
                 "needs":{"config_key":"hex5_2p","kinds":["games"]}}\
                """);
        awaits("they are back", () -> Files.exists(player.file(LARGE)));
        awaits("they are back", () -> Files.exists(player.file(SMALL)));
        assertThat(player.file(LARGE)).hasBinaryContent(large);
        assertThat(player.file(SMALL)).hasBinaryContent(small);
    }

    private void withoutTheStoreItSaysSo() throws Exception {
        store.stop();
        var answer = archive.get("/data/files/" + SMALL + "?local=true");
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("store_unavailable");
        assertThat(archive.json("/data/manifest").path("file_count").asInt())
                .as("a store that is away has lost nothing")
                .isEqualTo(2);
        store.start();
    }

    private void whatIsLetGoLeavesTheBucket() throws Exception {
        voter.kill();
        voter.with("RINGRIFT_P2P_DATA_POLICIES_GAMES_KEEP_NEWEST", "1").start();
        awaits(
                "the archive's copy of the older one may go",
                () -> voter.json("/data/cleaning").path("nodes").toString().contains("archive"));
        assertThat(voter.post("/data/cleaning", "").statusCode()).isEqualTo(200);
        awaits("one is left", () -> store.names().size() == 1);
    }
}
