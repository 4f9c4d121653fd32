package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A voter and an agent as real processes: what is let go leaves the disk, and nothing else does.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(180)
class CleaningIT {

    private static final Duration SOON = Duration.ofSeconds(60);

    private RealNode voter;
    private RealNode x;

    @BeforeAll
    void start(@TempDir Path folder) throws IOException {
        voter = node(folder, "v");
        x = node(folder, "x");
        for (RealNode node : List.of(voter, x)) {
            node.with("RINGRIFT_P2P_VOTERS", "v=127.0.0.1:" + voter.port());
        }
        x.launch();
        voter.start();
        x.awaitReady();
    }

    private static RealNode node(Path folder, String name) throws IOException {
        Path own = Files.createDirectory(folder.resolve(name));
        return new RealNode(own, name, "127.0.0.1", RealNode.freePort())
                .hasty()
                .with("RINGRIFT_P2P_DATA_CLEANING_ENABLED", "false")
                .with("RINGRIFT_P2P_DATA_POLICIES_GAMES_KEEP_NEWEST", "2");
    }

    @AfterAll
    void stop() {
        x.close();
        voter.close();
    }

    private Path games() {
        return x.data().resolve("files/games/hex5_2p");
    }

    /** Five files, each a minute newer than the one before; the first two in a folder of theirs. */
    private void fiveFiles() throws IOException {
        Files.createDirectories(games().resolve("old"));
        for (int i = 0; i < 5; i++) {
            Path file = games().resolve((i < 2 ? "old/" : "") + i + ".jsonl");
            Path unfinished = games().resolve(".new");
            Files.writeString(unfinished, "game " + i);
            Files.setLastModifiedTime(
                    unfinished, FileTime.from(Instant.now().minus(Duration.ofMinutes(10 - i))));
            Files.move(unfinished, file);
        }
    }

    private JsonNode known() throws Exception {
        return voter.json("/data/files?kind=games&limit=100").path("files");
    }

    private List<String> onDisk() throws IOException {
        try (Stream<Path> files = Files.walk(games())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static String sha256(JsonNode files, String path) {
        for (JsonNode file : files) {
            if (file.path("path").asString("").equals(path)) {
                return file.path("sha256").asString();
            }
        }
        throw new AssertionError(path + " is not known: " + files);
    }

    @Test
    void aNodeThatIsAwayDeletesWhatWasLetGoWhenItComesBackAndWhatIsPinnedStays() throws Exception {
        fiveFiles();
        Awaitility.await().atMost(SOON).until(() -> known().size() == 5);
        String pin = "/data/pins/" + sha256(known(), "hex5_2p/old/0.jsonl");
        assertThat(voter.put(pin, "{\"reason\":\"the paper\"}").statusCode()).isEqualTo(200);
        JsonNode dryRun = voter.json("/data/cleaning");
        assertThat(dryRun.path("files").asInt()).isEqualTo(2);
        assertThat(dryRun.path("staying").path("pinned").path("files").asInt()).isEqualTo(1);
        x.kill();
        assertThat(voter.post("/data/cleaning", "").statusCode()).isEqualTo(200);
        assertThat(onDisk()).as("a dead node deletes nothing").hasSize(5);
        assertThat(known().size()).as("what was let go counts no more").isEqualTo(3);
        assertThat(voter.json("/data/cleaning").path("leaving").path("x").asInt()).isEqualTo(2);
        x.start();
        Awaitility.await()
                .atMost(SOON)
                .until(() -> voter.json("/data/cleaning").path("leaving").isEmpty());
        assertThat(onDisk()).containsExactly("0.jsonl", "3.jsonl", "4.jsonl");
        assertThat(known().size()).isEqualTo(3);
        assertThat(types()).containsSubsequence("data_pinned", "copies_released", "copies_deleted");
    }

    private List<String> types() throws Exception {
        return voter.json(
                        "/events?format=json&limit=1000&type=data_pinned,copies_released,"
                                + "copies_deleted")
                .path("events")
                .valueStream()
                .map(event -> event.path("type").asString())
                .toList();
    }
}
