package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.StrictJson;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;

/**
 * Prints how long the manifest of many small files takes: at first, unchanged, and unchanged after
 * a restart. Not a JMH benchmark: run its {@code main} with an empty folder, and the number of
 * files if not 100,000.
 */
public final class ManifestBenchmark {

    private static final int FILE_BYTES = 4 << 10;
    private static final int PER_FOLDER = 1_000;
    private static final JsonMapper JSON = StrictJson.applyTo(JsonMapper.builder()).build();

    private ManifestBenchmark() {}

    public static void main(String[] args) throws IOException {
        Path dataDir = Path.of(args[0]);
        int files = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        fill(dataDir.resolve("files/games"), files);
        Node first = new Node(dataDir);
        time("first look at " + files + " files", first::look);
        time("unchanged", first::look);
        time("unchanged, once more", first::look);
        Node second = new Node(dataDir);
        time(
                "unchanged after a restart, the index included",
                () -> {
                    second.index.read(second.manifest::put);
                    return second.look();
                });
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        System.out.printf(Locale.ROOT, "heap with two such manifests: %d MiB%n", used >> 20);
    }

    private static void fill(Path games, int files) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(FILE_BYTES);
        for (int i = 0; i < files; i++) {
            Path folder = games.resolve("hex8_2p").resolve("batch-" + i / PER_FOLDER);
            if (i % PER_FOLDER == 0) {
                Files.createDirectories(folder);
            }
            Files.write(folder.resolve("games-" + i + ".jsonl"), content.putInt(0, i).array());
        }
    }

    /** Something that looks at the files and says how many there are. */
    private interface Look {
        Scan.Report look() throws IOException;
    }

    private static void time(String what, Look look) throws IOException {
        Instant begun = Clock.systemUTC().instant();
        Scan.Report report = look.look();
        Duration took = Duration.between(begun, Clock.systemUTC().instant());
        System.out.printf(
                Locale.ROOT,
                "%s: %.2f s, %d in the manifest, %d read%n",
                what,
                took.toMillis() / 1e3,
                report.files(),
                report.hashed());
    }

    /** The data of one life of a node. */
    private static final class Node {

        private final Unsent unsent = new Unsent();
        private final Manifest manifest = new Manifest(unsent);
        private final IndexFile index;
        private final Scan scan;

        Node(Path dataDir) throws IOException {
            DataProperties settings =
                    new DataProperties("", Duration.ofSeconds(1), Duration.ZERO, Map.of());
            DataFolders folders = new DataFolders(dataDir);
            folders.open(settings.rules().keySet());
            index = new IndexFile(dataDir, JSON);
            scan =
                    new Scan(
                            folders,
                            settings.rules(),
                            manifest,
                            index,
                            new FactsFolder(folders, JSON),
                            Duration.ZERO,
                            new NodeId("bench"),
                            InstantSource.system());
        }

        Scan.Report look() throws IOException {
            Scan.Report report = scan.look(unsent::ready, () -> false);
            if (scan.isUnsaved()) {
                scan.save();
            }
            return report;
        }
    }
}
