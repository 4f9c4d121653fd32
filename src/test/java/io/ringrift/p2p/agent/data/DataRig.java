package io.ringrift.p2p.agent.data;

import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.web.StrictJson;

import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.util.unit.DataSize;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The data of one node in a folder of the test's own. Files are older than they must be. */
public final class DataRig {

    public static final JsonMapper JSON = StrictJson.applyTo(JsonMapper.builder()).build();
    public static final NodeId NODE = new NodeId("node-1");
    static final DataKind GAMES = DataKind.GAMES;

    final Path dataDir;
    final TestClock clock = new TestClock();
    final DataProperties properties;
    final DataFolders folders;
    final Unsent unsent = new Unsent();
    final Manifest manifest = new Manifest(unsent);
    final FactsFolder facts;
    final IndexFile index;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    final Scan scan;
    final Publisher publisher;

    public DataRig(Path dataDir) throws IOException {
        this(dataDir, Duration.ofSeconds(2));
    }

    DataRig(Path dataDir, Duration settle) throws IOException {
        this.dataDir = dataDir;
        properties =
                new DataProperties(
                        "",
                        Duration.ofMillis(100),
                        settle,
                        Map.of(
                                "games",
                                new DataProperties.Kind(List.of("jsonl"), DataSize.ofMegabytes(4)),
                                "models",
                                new DataProperties.Kind(List.of(), DataSize.ofMegabytes(4))));
        folders = new DataFolders(dataDir);
        folders.open(properties.rules().keySet());
        facts = new FactsFolder(folders, JSON);
        index = new IndexFile(dataDir, JSON);
        scan = new Scan(folders, properties.rules(), manifest, index, facts, settle, NODE, clock);
        publisher =
                new Publisher(
                        dataDir,
                        folders,
                        properties.rules(),
                        manifest,
                        facts,
                        NODE,
                        JSON,
                        clock,
                        meters);
    }

    public DataKeeper keeper() {
        return new DataKeeper(
                folders,
                properties.rules().keySet(),
                manifest,
                unsent,
                index,
                scan,
                publisher,
                new Released(folders, manifest, unsent, Depot.NONE, meters),
                properties,
                System::nanoTime,
                meters);
    }

    Uploads uploads(long minFreeBytes) {
        return new Uploads(
                folders, properties.rules(), manifest, facts, NODE, JSON, clock, minFreeBytes);
    }

    /** Its doors, as they answer beside the web server's filters. */
    MockMvcTester doors(DataKeeper keeper, long minFreeBytes) {
        Uploads uploads = uploads(minFreeBytes);
        NodeIdentity self = new NodeIdentity(NODE, "127.0.0.1", 0, dataDir);
        return MockMvcTester.create(
                MockMvcBuilders.standaloneSetup(
                                new FileController(folders, manifest, keeper, uploads, Depot.NONE),
                                new OwnManifestController(
                                        self,
                                        manifest,
                                        keeper,
                                        new Verifier(folders, manifest, keeper, clock)))
                        .setControllerAdvice(new FileDoorTest.Problems())
                        .setMessageConverters(new JacksonJsonHttpMessageConverter(JSON))
                        .build());
    }

    Scan.Report look() throws IOException {
        Scan.Report report = scan.look(unsent::ready, () -> false);
        scan.save();
        return report;
    }

    /** Puts a file there that nobody has touched for an hour. */
    public Path file(String kindAndPath, String content) throws IOException {
        Path file = folders.path().resolve(kindAndPath);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return aged(file);
    }

    Path aged(Path file) throws IOException {
        return Files.setLastModifiedTime(
                file, FileTime.from(clock.instant().minus(Duration.ofHours(1))));
    }

    Entry entry(DataKind kind, String path) {
        return manifest.find(kind, new DataPath(path)).orElseThrow();
    }

    public static Sha256 sha256(String content) {
        MessageDigest digest = Hashing.begin();
        digest.update(content.getBytes(StandardCharsets.UTF_8));
        return Hashing.end(digest);
    }

    public void awaitFiles(long count) {
        await().until(() -> manifest.count() == count);
    }
}
