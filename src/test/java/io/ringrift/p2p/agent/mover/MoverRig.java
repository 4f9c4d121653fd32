package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.wire.Transfer;
import io.ringrift.p2p.model.wire.Transfer.Item;
import io.ringrift.p2p.model.wire.Transfer.Peer;
import io.ringrift.p2p.replication.codec.ModelModule;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One node's folder, a voter that says what to move, and a watcher that opens the final names all
 * the time: whatever a test does, it must never have seen anything but right content (I9).
 */
final class MoverRig implements AutoCloseable {

    static final JsonMapper JSON = ModelModule.applyTo(JsonMapper.builder()).build();

    /** Small and impatient. */
    static final MoverSettings SMALL =
            new MoverSettings(
                    3,
                    64 << 10,
                    8 << 10,
                    Duration.ofSeconds(2),
                    Duration.ofMillis(800),
                    Duration.ofMillis(800),
                    64 << 10,
                    Duration.ofMillis(300),
                    Duration.ofMillis(1500),
                    Duration.ofMillis(10),
                    Duration.ofMillis(50),
                    2,
                    0,
                    Duration.ofMillis(100));

    final Path dataDir;
    final UUID job = UUID.randomUUID();
    final HttpServer voter;
    final List<Item> items = new CopyOnWriteArrayList<>();
    final List<String> authorizations = new CopyOnWriteArrayList<>();
    final List<String> seenWrong = new CopyOnWriteArrayList<>();
    volatile int voterStatus = 200;
    volatile long bytesPerSecond;
    volatile Consumer<Step> steps = step -> {};
    private final List<DataFile> watched = new CopyOnWriteArrayList<>();
    private final Thread watcher;
    private volatile boolean closed;
    String said = "";

    MoverRig(Path dataDir) throws IOException {
        this.dataDir = dataDir;
        voter = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        voter.createContext(
                "/data/transfers/" + job,
                exchange -> {
                    authorizations.add(
                            String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
                    byte[] body = JSON.writeValueAsBytes(new Transfer(items, bytesPerSecond));
                    exchange.sendResponseHeaders(voterStatus, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        voter.start();
        watcher = Thread.ofPlatform().start(this::watch);
    }

    static byte[] content(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static String digest(byte[] content) {
        MessageDigest digest = Digests.sha256();
        digest.update(content);
        return Digests.of(digest).hex();
    }

    static DataFile file(String path, byte[] content) {
        return new DataFile(
                new DataKey(DataKind.GAMES, new DataPath(path), new Sha256(digest(content))),
                "hex5_2p",
                content.length,
                7,
                Producer.of(new NodeId("maker")),
                Instant.parse("2026-11-25T10:00:00Z"));
    }

    static FileServer server(String node, byte[] content) throws IOException {
        return new FileServer(node, content, digest(content));
    }

    DataFile wants(String path, byte[] content, FileServer... from) {
        DataFile file = file(path, content);
        List<Peer> peers = Stream.of(from).map(FileServer::peer).toList();
        items.add(new Item(file, peers, null));
        watched.add(file);
        return file;
    }

    URI voterUri() {
        return URI.create("http://127.0.0.1:" + voter.getAddress().getPort());
    }

    Path result() {
        return dataDir.resolve("result.json");
    }

    int run() throws InterruptedException {
        return run(SMALL);
    }

    int run(MoverSettings settings) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MoveEnvironment environment =
                new MoveEnvironment(
                        job, List.of(voterUri()), Optional.of("secret"), dataDir, result());
        try {
            return new MoveData(
                            settings,
                            environment,
                            JSON,
                            System::nanoTime,
                            out,
                            s -> steps.accept(s))
                    .run();
        } finally {
            said = out.toString(StandardCharsets.UTF_8);
        }
    }

    JsonNode metrics() throws IOException {
        return JSON.readTree(Files.readAllBytes(result())).get("metrics");
    }

    Path path(DataFile file) {
        return dataDir.resolve("files/games").resolve(file.key().path().value());
    }

    void assertThere(DataFile file, byte[] content) throws IOException {
        assertThat(path(file)).hasBinaryContent(content);
    }

    /** Nothing is left of what was under way. */
    void assertClean() throws IOException {
        try (Stream<Path> left = Files.list(dataDir.resolve("files/.incoming"))) {
            assertThat(left.map(path -> path.getFileName().toString())).containsOnly("locks");
        }
    }

    private void watch() {
        while (!closed) {
            for (DataFile file : watched) {
                try {
                    byte[] seen = Files.readAllBytes(path(file));
                    List<String> right =
                            watched.stream()
                                    .filter(other -> other.key().path().equals(file.key().path()))
                                    .map(other -> other.key().sha256().hex())
                                    .toList();
                    if (!right.contains(digest(seen))) {
                        seenWrong.add(file + ": " + seen.length + " bytes");
                    }
                } catch (IOException absent) {
                    java.util.concurrent.locks.LockSupport.parkNanos(100_000);
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        await().until(() -> !watcher.isAlive());
        voter.stop(0);
        assertThat(seenWrong).as("what a watcher saw under final names").isEmpty();
    }

    static byte[] flipped(byte[] content, int at) {
        byte[] other = Arrays.copyOf(content, content.length);
        other[at] ^= 1;
        return other;
    }

    static List<Path> paths(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return new ArrayList<>(all.filter(Files::isRegularFile).toList());
        }
    }
}
