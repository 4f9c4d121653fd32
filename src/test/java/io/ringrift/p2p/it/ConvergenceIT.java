package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Three agents with different data, as real processes: without anybody's request each gets what the
 * policies say and nothing else, though only one of them can be dialled and that one is killed
 * while files move; and whoever opens a final name never sees anything but the right bytes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(240)
class ConvergenceIT {

    private static final String TOKEN = "0123456789abcdef-converge";
    private static final int HALF_MB = 1 << 19;

    /** Slow enough that the kill meets files on their way. */
    private static final int BYTES_PER_SECOND = 3 * HALF_MB;

    private RealNode voter;
    private RealNode x;
    private RealNode y;
    private RealNode z;

    /** By path: what the content of every file must be wherever it has its name. */
    private final Map<String, String> digests = new TreeMap<>();

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        String selfplay = JobProgram.write(folder, "selfplay", "exec sleep 300\n").toString();
        voter = node(folder, "v", false);
        x = node(folder, "x", false);
        y = node(folder, "y", true).with("RINGRIFT_P2P_AGENT_LABELS", "role=training");
        z = node(folder, "z", false).with("RINGRIFT_P2P_AGENT_LABELS", "role=training");
        for (RealNode node : all()) {
            node.with("RINGRIFT_P2P_VOTERS", "v=127.0.0.1:" + voter.port())
                    .with("RINGRIFT_P2P_TEMPLATES_SELFPLAY_COMMAND", selfplay);
        }
        voter.with(
                "RINGRIFT_P2P_DATA_SYNC_NODE_BYTES_PER_SECOND", Integer.toString(BYTES_PER_SECOND));
        for (RealNode node : all()) {
            node.launch();
        }
        all().forEach(RealNode::awaitReady);
    }

    private List<RealNode> all() {
        return List.of(voter, x, y, z);
    }

    private static RealNode node(Path folder, String name, boolean dialled) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        RealNode node =
                new RealNode(own, name, "127.0.0.1", RealNode.freePort())
                        .flags("-Xmx256m")
                        .with("RINGRIFT_P2P_AUTH_TOKEN", TOKEN)
                        .with("RINGRIFT_P2P_HEARTBEAT_INTERVAL", "1")
                        .with("RINGRIFT_P2P_PEER_TIMEOUT", "5")
                        .with("RINGRIFT_P2P_DATA_SCAN_INTERVAL", "200ms")
                        .with("RINGRIFT_P2P_DATA_SETTLE", "100ms")
                        .with("RINGRIFT_P2P_DATA_SYNC_KEEP_FREE", "0")
                        .with("RINGRIFT_P2P_DATA_POLICIES_MODELS_COPIES", "1");
        return dialled ? node : node.with("RINGRIFT_P2P_DATA_ADVERTISED_URL", "none");
    }

    @AfterAll
    void stop() {
        all().forEach(RealNode::close);
    }

    private static Path files(RealNode node) {
        return node.data().resolve("files");
    }

    private void put(RealNode node, String path, int size) throws IOException {
        digests.put(path, sha256(node.put(path, size, path.hashCode())));
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** What lies on a disk under final names: digests by path. */
    private static Map<String, String> onDisk(RealNode node) throws IOException {
        Map<String, String> there = new TreeMap<>();
        Path root = files(node);
        if (!Files.isDirectory(root)) {
            return there;
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(root)) {
            walk.filter(Files::isRegularFile)
                    .filter(file -> !root.relativize(file).toString().matches("(.*/)?\\..*"))
                    .forEach(found::add);
        }
        for (Path file : found) {
            there.put(root.relativize(file).toString(), sha256(Files.readAllBytes(file)));
        }
        return there;
    }

    private Map<String, String> with(String... paths) {
        Map<String, String> some = new TreeMap<>(digests);
        some.keySet().retainAll(List.of(paths));
        return some;
    }

    /** Opens the final names on all nodes for as long as the test lasts. */
    private final class Watcher {

        private final List<String> wrong = new CopyOnWriteArrayList<>();
        private final AtomicLong looks = new AtomicLong();
        private final Map<String, String> right = Map.copyOf(digests);
        private volatile boolean closed;
        private final Thread thread = Thread.ofPlatform().start(this::watch);

        private void watch() {
            while (!closed) {
                for (RealNode node : all()) {
                    right.forEach((path, digest) -> look(node, path, digest));
                }
            }
        }

        private void look(RealNode node, String path, String digest) {
            try {
                byte[] content = Files.readAllBytes(files(node).resolve(path));
                looks.incrementAndGet();
                if (!sha256(content).equals(digest)) {
                    wrong.add(path + " on " + node.name() + ", " + content.length + " bytes");
                }
            } catch (NoSuchFileException notYet) {
                // It comes when it is whole.
            } catch (IOException e) {
                wrong.add(path + " on " + node.name() + ": " + e);
            }
        }

        void stop() throws InterruptedException {
            closed = true;
            thread.join();
        }
    }

    @Test
    void threeAgentsWithDifferentDataConverge() throws Exception {
        List<String> players = new ArrayList<>();
        for (String node : List.of("x", "z")) {
            String id =
                    voter.submit(
                            """
                            {"job_type":"selfplay","config_key":"hex5_2p","num_games":5,
                             "node_id":"%s"}\
                            """
                                    .formatted(node));
            voter.awaitStatus(id, "running");
            players.add(id);
        }
        put(x, "games/hex5_2p/x1.jsonl", 5 * HALF_MB);
        put(x, "games/hex5_2p/x2.jsonl", 12_345);
        put(y, "games/hex6_2p/y1.jsonl", 3 * HALF_MB);
        put(y, "models/hex5_2p/y.pt", 2 * HALF_MB);
        put(y, "models/hex6_2p/y.pt", HALF_MB);
        put(z, "games/hex6_2p/z1.jsonl", 4 * HALF_MB);
        put(z, "games/hex5_2p/empty.jsonl", 0);
        put(z, "models/hex5_2p/z.pt", 6 * HALF_MB);
        Watcher watcher = new Watcher();
        try {
            killAndStartAgain(y);
            awaitConverged();
        } finally {
            watcher.stop();
        }
        assertThat(watcher.wrong).isEmpty();
        assertThat(watcher.looks.get()).isGreaterThan(100);
        for (String id : players) {
            assertThat(voter.post("/jobs/" + id + "/cancel", "").statusCode()).isEqualTo(200);
        }
    }

    /** While bytes come in there: it is the node through which nearly all must go. */
    private static void killAndStartAgain(RealNode node) throws Exception {
        int own = onDisk(node).size();
        Awaitility.await("something has begun to come to " + node.name())
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> isBeingSent(node) || onDisk(node).size() > own);
        node.kill();
        node.start();
    }

    private static boolean isBeingSent(RealNode node) throws IOException {
        Path incoming = files(node).resolve(".incoming");
        if (!Files.isDirectory(incoming)) {
            return false;
        }
        try (Stream<Path> parts = Files.list(incoming)) {
            return parts.anyMatch(part -> part.toString().endsWith(".put"));
        }
    }

    private void awaitConverged() {
        String[] games = {
            "games/hex5_2p/x1.jsonl",
            "games/hex5_2p/x2.jsonl",
            "games/hex6_2p/y1.jsonl",
            "games/hex6_2p/z1.jsonl",
            "games/hex5_2p/empty.jsonl"
        };
        String[] models = {"models/hex5_2p/y.pt", "models/hex5_2p/z.pt"};
        Map<String, String> onX = with("games/hex5_2p/x1.jsonl", "games/hex5_2p/x2.jsonl");
        onX.putAll(with(models));
        // y is the only one that can be dialled, so z's model came to x through it.
        Map<String, String> onY = with(games);
        onY.putAll(with("models/hex5_2p/y.pt", "models/hex6_2p/y.pt", "models/hex5_2p/z.pt"));
        Map<String, String> onZ = with(games);
        onZ.putAll(with(models));
        Awaitility.await("all is where it should be, and nothing else")
                .atMost(Duration.ofSeconds(80))
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(
                        () -> {
                            assertThat(onDisk(x)).isEqualTo(onX);
                            assertThat(onDisk(y)).isEqualTo(onY);
                            assertThat(onDisk(z)).isEqualTo(onZ);
                        });
        Awaitility.await("nothing moves any more")
                .atMost(Duration.ofSeconds(30))
                .until(() -> voter.json("/data/transfers").path("transfers").isEmpty());
        assertThat(files(voter).resolve("games"))
                .satisfiesAnyOf(
                        path -> assertThat(path).doesNotExist(),
                        path -> assertThat(path).isEmptyDirectory());
    }
}
