package io.ringrift.p2p.agent.data;

import static io.ringrift.p2p.agent.data.DataRig.GAMES;
import static io.ringrift.p2p.agent.data.DataRig.sha256;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.HostileNames;
import io.ringrift.p2p.model.data.Producer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.node.ArrayNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What happens on the thread that reads whole files. */
class KeeperTest {

    private static final JobId JOB = new JobId(new UUID(7, 7));
    private static final String FOLDER = "hex5_2p/" + JOB + "-1/";

    @TempDir Path dir;

    private DataRig rig;
    private DataKeeper keeper;

    @BeforeEach
    void start() throws IOException {
        rig = new DataRig(dir.resolve("data"));
        keeper = rig.keeper();
    }

    @AfterEach
    void stop() throws InterruptedException {
        keeper.close();
    }

    private static JobSpec spec() {
        return new JobSpec(
                JobType.SELFPLAY, "hex5_2p", 50, 50, JsonText.EMPTY, null, Resources.NONE);
    }

    private Path out() throws IOException {
        return Files.createDirectories(rig.dataDir.resolve("jobs/" + JOB + "/1/out"));
    }

    private void result(String outputs) throws IOException {
        Files.writeString(
                out().resolve("result.json"),
                """
                {"metrics":{},"code_version":"v7","outputs":[%s]}\
                """
                        .formatted(outputs));
    }

    private static String output(String path, String kind, String content) {
        return """
        {"path":"%s","kind":"%s","sha256":"%s","games":50}\
        """
                .formatted(path, kind, sha256(content));
    }

    @Test
    void theOutputsOfAnAcceptedResultAreTakenIn() throws Exception {
        keeper.open();
        Files.createDirectories(out().resolve("sub"));
        Files.writeString(out().resolve("sub/g.jsonl"), "games");
        Files.writeString(out().resolve("notes.txt"), "notes");
        result(
                output("sub/g.jsonl", "games", "games")
                        + ","
                        + output("notes.txt", "text", "notes"));
        keeper.accepted(JOB, 1, spec());
        rig.awaitFiles(1);
        DataFile file = rig.entry(GAMES, FOLDER + "sub/g.jsonl").file();
        assertThat(file.key().sha256()).isEqualTo(sha256("games"));
        assertThat(file.games()).isEqualTo(50);
        assertThat(file.configKey()).isEqualTo("hex5_2p");
        assertThat(file.producer()).isEqualTo(new Producer(DataRig.NODE, JOB, 1, "v7", null));
        assertThat(rig.folders.path().resolve("games/" + FOLDER + "sub/g.jsonl"))
                .hasContent("games");
        assertThat(out().resolve("sub/g.jsonl")).as("the output stays").exists();
        await().until(() -> isEmpty(rig.dataDir.resolve("agent/publish")));
    }

    @Test
    void whatWasAcceptedBeforeARestartIsTakenInAfterIt() throws Exception {
        Files.writeString(out().resolve("g.jsonl"), "games");
        result(output("g.jsonl", "games", "games"));
        rig.publisher.accepted(JOB, 1, "hex5_2p");
        keeper.open();
        rig.awaitFiles(1);
        assertThat(rig.entry(GAMES, FOLDER + "g.jsonl").file().games()).isEqualTo(50);
    }

    @Test
    void whoMadeAFileOutlivesTheNodeThatTookItIn() throws Exception {
        keeper.open();
        Files.writeString(out().resolve("g.jsonl"), "games");
        result(output("g.jsonl", "games", "games"));
        keeper.accepted(JOB, 1, spec());
        rig.awaitFiles(1);
        keeper.close();
        DataRig next = new DataRig(rig.dataDir);
        next.index.read(next.manifest::put);
        assertThat(next.look().hashed()).isZero();
        assertThat(next.entry(GAMES, FOLDER + "g.jsonl"))
                .isEqualTo(rig.entry(GAMES, FOLDER + "g.jsonl"));
        assertThat(isEmpty(rig.folders.path().resolve(".facts"))).isTrue();
    }

    /** Killed before the index was written. */
    @Test
    void whoMadeAFileOutlivesANodeThatIsKilled() throws Exception {
        Files.writeString(out().resolve("g.jsonl"), "games");
        result(output("g.jsonl", "games", "games"));
        rig.publisher.accepted(JOB, 1, "hex5_2p");
        rig.publisher.round(() -> false);
        DataRig next = new DataRig(rig.dataDir);
        next.clock.advance(Duration.ofDays(10_000));
        next.look();
        assertThat(next.entry(GAMES, FOLDER + "g.jsonl").file())
                .isEqualTo(rig.entry(GAMES, FOLDER + "g.jsonl").file());
    }

    /** Killed after the file got its name and before that was noted. */
    @Test
    void publishingTwiceChangesNothing() throws Exception {
        Files.writeString(out().resolve("g.jsonl"), "games");
        result(output("g.jsonl", "games", "games"));
        rig.publisher.accepted(JOB, 1, "hex5_2p");
        rig.publisher.round(() -> false);
        DataFile first = rig.entry(GAMES, FOLDER + "g.jsonl").file();
        rig.facts.leave(first);
        DataRig next = new DataRig(rig.dataDir);
        next.publisher.accepted(JOB, 1, "hex5_2p");
        next.publisher.round(() -> false);
        next.clock.advance(Duration.ofDays(10_000));
        next.look();
        assertThat(next.entry(GAMES, FOLDER + "g.jsonl").file()).isEqualTo(first);
        assertThat(isEmpty(rig.dataDir.resolve("agent/publish"))).isTrue();
    }

    @Test
    void anOutputThatIsNotWhatItSaysIsNotTakenIn() throws Exception {
        Path secret = Files.writeString(dir.resolve("secret.jsonl"), "secret");
        Path outside = Files.createDirectories(dir.resolve("outside"));
        Files.writeString(outside.resolve("g.jsonl"), "outside");
        Files.writeString(out().resolve("lies.jsonl"), "truth");
        Files.writeString(out().resolve("good.jsonl"), "good");
        Files.createSymbolicLink(out().resolve("link.jsonl"), secret);
        Files.createSymbolicLink(out().resolve("linked"), outside);
        Files.createDirectories(out().resolve("folder.jsonl"));
        result(
                String.join(
                        ",",
                        output("lies.jsonl", "games", "lies"),
                        output("link.jsonl", "games", "secret"),
                        output("linked/g.jsonl", "games", "outside"),
                        output("folder.jsonl", "games", ""),
                        output("absent.jsonl", "games", ""),
                        output("../../../../../secret.jsonl", "games", "secret"),
                        output("/etc/passwd", "games", ""),
                        output("good.jsonl", "games", "good").replace("hex", "hex"),
                        "{\"path\":\"good.jsonl\",\"kind\":\"games\",\"sha256\":\"short\"}",
                        "7",
                        "{}"));
        rig.publisher.accepted(JOB, 1, "hex5_2p");
        rig.publisher.round(() -> false);
        assertThat(rig.manifest.all())
                .singleElement()
                .satisfies(
                        entry ->
                                assertThat(entry.file().key().path().value())
                                        .isEqualTo(FOLDER + "good.jsonl"));
        assertThat(isEmpty(rig.dataDir.resolve("agent/publish"))).as("nothing is retried").isTrue();
        assertThat(rig.meters.counter("ringrift.p2p.data.publish.refused").count()).isEqualTo(5);
    }

    /** Each as a job could write it into its result, beside a file that it really made. */
    @Test
    void noHostileNameOfAnOutputLeadsAnywhere() throws Exception {
        Files.writeString(out().resolve("good.jsonl"), "good");
        ArrayNode outputs = DataRig.JSON.createArrayNode();
        for (String name : HostileNames.all()) {
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(name)) {
                continue; // no file can say it
            }
            for (String kind : new String[] {"games", "models"}) {
                outputs.addObject().put("path", name).put("kind", kind);
            }
        }
        for (String kind : new String[] {"..", "../games", ".incoming", "GAMES", ""}) {
            outputs.addObject().put("path", "good.jsonl").put("kind", kind);
        }
        outputs.addObject().put("path", "good.jsonl").put("kind", "games");
        Files.writeString(
                out().resolve("result.json"),
                DataRig.JSON.writeValueAsString(Map.of("outputs", outputs)));
        rig.publisher.accepted(JOB, 1, "hex5_2p");
        rig.publisher.round(() -> false);
        assertThat(rig.manifest.count()).isEqualTo(1);
        rig.look();
        try (var files = Files.walk(rig.folders.path())) {
            assertThat(files.filter(Files::isRegularFile))
                    .containsExactly(rig.folders.path().resolve("games/" + FOLDER + "good.jsonl"));
        }
    }

    @Test
    void aDamagedFileIsSetAside() throws Exception {
        Path file = rig.file("games/hex5_2p/g.jsonl", "content");
        rig.file("games/hex5_2p/good.jsonl", "good");
        FileTime time = Files.getLastModifiedTime(file);
        keeper.open();
        rig.awaitFiles(2);
        Files.writeString(file, "c0ntent");
        Files.setLastModifiedTime(file, time);
        Verifier verifier = new Verifier(rig.folders, rig.manifest, keeper, rig.clock);
        assertThat(verifier.begin(DataKind.MODELS)).isTrue();
        await().until(() -> !verifier.state().running());
        assertThat(verifier.state().checked()).isZero();
        assertThat(verifier.begin(null)).isTrue();
        await().until(() -> !verifier.state().running());
        assertThat(verifier.state().checked()).isEqualTo(2);
        assertThat(verifier.state().damages()).isEqualTo(1);
        assertThat(rig.manifest.count()).isEqualTo(1);
        assertThat(file).doesNotExist();
        try (var aside = Files.list(rig.folders.path().resolve(".aside"))) {
            assertThat(aside)
                    .singleElement()
                    .satisfies(each -> assertThat(each).hasContent("c0ntent"));
        }
    }

    @Test
    void whatNobodyCameBackForIsDropped() throws Exception {
        Path incoming = rig.folders.path().resolve(".incoming");
        FileTime longAgo = FileTime.from(rig.clock.instant().minus(Duration.ofDays(2)));
        List<Path> old = new ArrayList<>();
        List<Path> fresh = new ArrayList<>();
        for (String ending : List.of(".put", ".part", ".journal")) {
            old.add(Files.writeString(incoming.resolve(sha256("a") + ending), "a"));
            Files.setLastModifiedTime(old.getLast(), longAgo);
            fresh.add(Files.writeString(incoming.resolve(sha256("b") + ending), "b"));
        }
        Path locks = Files.writeString(incoming.resolve("locks"), "");
        Files.setLastModifiedTime(locks, longAgo);
        keeper.open();
        await().until(() -> old.stream().noneMatch(Files::exists));
        assertThat(fresh).allMatch(Files::exists);
        assertThat(locks).as("whom movers of one file wait at").exists();
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
