package io.ringrift.p2p.agent.data;

import static io.ringrift.p2p.agent.data.DataRig.GAMES;
import static io.ringrift.p2p.agent.data.DataRig.sha256;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.HostileNames;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.replication.codec.ModelModule;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** What of a node's folders becomes its manifest, and what does not. */
class ScanTest {

    @TempDir Path dir;

    private DataRig rig;

    @BeforeEach
    void start() throws IOException {
        rig = new DataRig(dir.resolve("data"));
    }

    @Test
    void aFileIsTakenInWithItsDigest() throws IOException {
        rig.file("games/hex5_2p/a/g.jsonl", "one");
        assertThat(rig.look().hashed()).isEqualTo(1);
        DataFile file = rig.entry(GAMES, "hex5_2p/a/g.jsonl").file();
        assertThat(file.key().sha256()).isEqualTo(sha256("one"));
        assertThat(file.configKey()).isEqualTo("hex5_2p");
        assertThat(file.size()).isEqualTo(3);
        assertThat(file.producer()).isEqualTo(Producer.of(DataRig.NODE));
        assertThat(file.at()).isEqualTo(rig.clock.instant().minus(Duration.ofHours(1)));
        assertThat(rig.manifest.bytes()).isEqualTo(3);
    }

    @Test
    void anUnchangedTreeIsNotReadAgainEvenByTheNextLife() throws IOException {
        rig.file("games/hex5_2p/g.jsonl", "one");
        rig.look();
        assertThat(rig.look().hashed()).isZero();
        DataRig next = new DataRig(rig.dataDir);
        next.index.read(next.manifest::put);
        assertThat(next.look().hashed()).isZero();
        assertThat(next.entry(GAMES, "hex5_2p/g.jsonl"))
                .isEqualTo(rig.entry(GAMES, "hex5_2p/g.jsonl"));
    }

    @Test
    void aDamagedIndexOnlyCostsTime() throws IOException {
        rig.file("games/hex5_2p/g.jsonl", "one");
        rig.look();
        Path index = rig.dataDir.resolve("agent/files.jsonl");
        Files.writeString(index, Files.readString(index).substring(0, 40));
        DataRig next = new DataRig(rig.dataDir);
        next.index.read(next.manifest::put);
        assertThat(next.look().hashed()).isEqualTo(1);
    }

    @Test
    void otherContentIsAnotherVersion() throws IOException {
        Path file = rig.file("games/hex5_2p/g.jsonl", "one");
        rig.look();
        Files.writeString(file, "two");
        rig.aged(file);
        Files.setLastModifiedTime(
                file, FileTime.from(rig.clock.instant().minus(Duration.ofMinutes(5))));
        assertThat(rig.look().hashed()).isEqualTo(1);
        assertThat(rig.entry(GAMES, "hex5_2p/g.jsonl").file().key().sha256())
                .isEqualTo(sha256("two"));
        assertThat(rig.manifest.count()).isEqualTo(1);
    }

    @Test
    void aReplacedFileIsFoundByItsInodeAlone() throws IOException {
        Path file = rig.file("games/hex5_2p/g.jsonl", "one");
        rig.look();
        Path other = rig.file("games/hex5_2p/other.jsonl", "two");
        Files.move(other, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        rig.look();
        assertThat(rig.entry(GAMES, "hex5_2p/g.jsonl").file().key().sha256())
                .isEqualTo(sha256("two"));
    }

    @Test
    void aDeletedFileLeaves() throws IOException {
        Path file = rig.file("games/hex5_2p/g.jsonl", "one");
        rig.look();
        Files.delete(file);
        rig.look();
        assertThat(rig.manifest.count()).isZero();
        assertThat(rig.manifest.bytes()).isZero();
    }

    @Test
    void whatMayStillBeWrittenToWaits() throws IOException {
        Path file = rig.file("games/hex5_2p/g.jsonl", "half");
        Files.setLastModifiedTime(
                file, FileTime.from(rig.clock.instant().minus(Duration.ofSeconds(1))));
        assertThat(rig.look().waiting()).isEqualTo(1);
        assertThat(rig.manifest.count()).isZero();
        rig.clock.advance(Duration.ofSeconds(1));
        assertThat(rig.look().waiting()).isZero();
        assertThat(rig.manifest.count()).isEqualTo(1);
    }

    @Test
    void aFileWhoseContentIsOfUnknownAgeLeavesAtOnceUntilItIsHashed() throws IOException {
        Path file = rig.file("games/hex5_2p/g.jsonl", "one");
        rig.look();
        Files.setLastModifiedTime(file, FileTime.from(rig.clock.instant()));
        rig.look();
        assertThat(rig.manifest.count()).as("nobody may rely on it").isZero();
        rig.clock.advance(Duration.ofSeconds(2));
        rig.look();
        assertThat(rig.manifest.count()).isEqualTo(1);
    }

    @Test
    void noLinkIsFollowed() throws IOException {
        Path secret = Files.writeString(dir.resolve("secret.jsonl"), "secret");
        Path outside = Files.createDirectories(dir.resolve("outside/hex5_2p"));
        Files.writeString(outside.resolve("g.jsonl"), "outside");
        Path games = rig.folders.path().resolve("games");
        Files.createDirectories(games.resolve("hex5_2p"));
        Files.createSymbolicLink(games.resolve("hex5_2p/link.jsonl"), secret);
        Files.createSymbolicLink(games.resolve("hex6_2p"), outside);
        Files.createSymbolicLink(games.resolve("hex5_2p/loop"), games);
        Scan.Report report = rig.look();
        assertThat(rig.manifest.count()).isZero();
        assertThat(report.refused())
                .containsOnlyKeys(
                        "games/hex5_2p/link.jsonl", "games/hex6_2p", "games/hex5_2p/loop");
    }

    @Test
    void aKindThatIsALinkIsNotEntered() throws IOException {
        Files.createDirectories(dir.resolve("outside/hex5_2p"));
        Files.delete(rig.folders.path().resolve("games"));
        Files.createSymbolicLink(rig.folders.path().resolve("games"), dir.resolve("outside"));
        assertThatThrownBy(rig::look).isInstanceOf(IOException.class);
    }

    @Test
    void hostileNamesAreRefusedAndNamed() throws IOException {
        int written = 0;
        for (String name : HostileNames.writable()) {
            rig.file("games/" + name + ".jsonl", "x");
            written++;
        }
        Files.createDirectories(rig.folders.path().resolve("games/hex5_2p"));
        rig.file("games/rootless.jsonl", "x");
        rig.file("games/hex5_2p/wrong.txt", "x");
        rig.file("games/hex5_2p/.hidden.jsonl", "not even looked at");
        Scan.Report report = rig.look();
        assertThat(report.refused())
                .containsKeys("games/rootless.jsonl", "games/hex5_2p/wrong.txt")
                .doesNotContainKey("games/hex5_2p/.hidden.jsonl");
        assertThat(report.refusals() + rig.manifest.count()).isEqualTo(written + 2L);
        assertThat(rig.manifest.page(null, 100))
                .extracting(file -> file.key().path().value())
                .as("with an ending, these two are names like any other")
                .containsExactlyInAnyOrder("hex5_2p/x..jsonl", "hex5_2p/x .jsonl");
    }

    @Test
    void aFileThatIsTooLargeIsRefused() throws IOException {
        Path file = rig.file("games/hex5_2p/g.jsonl", "");
        try (var channel = Files.newByteChannel(file, java.nio.file.StandardOpenOption.WRITE)) {
            channel.position(4 << 20).write(java.nio.ByteBuffer.allocate(1));
        }
        assertThat(rig.look().refused()).containsKey("games/hex5_2p/g.jsonl");
    }

    @Test
    void ofTwoNamesThatDifferByCaseOnlyOneIsTaken() throws IOException {
        rig.file("games/hex5_2p/Game.jsonl", "one");
        rig.file("games/hex5_2p/game.jsonl", "two");
        Scan.Report report = rig.look();
        assertThat(rig.manifest.count()).isEqualTo(1);
        assertThat(report.refused().values()).singleElement().asString().contains("case");
    }

    @Test
    void whatWasLeftOfAFileIsTakenInWithIt() throws IOException {
        DataKey key = new DataKey(GAMES, new DataPath("hex5_2p/elsewhere.jsonl"), sha256("copied"));
        Producer maker = new Producer(new NodeId("b"), new JobId(UUID.randomUUID()), 2, "v1", null);
        Instant at = Instant.parse("2026-01-01T00:00:00Z");
        rig.facts.leave(new DataFile(key, "hex5_2p", 6, 50, maker, at));
        rig.file("games/hex5_2p/g.jsonl", "copied");
        rig.look();
        DataFile file = rig.entry(GAMES, "hex5_2p/g.jsonl").file();
        assertThat(file.games()).isEqualTo(50);
        assertThat(file.producer()).isEqualTo(maker);
        assertThat(file.at()).isEqualTo(at);
        assertThat(rig.facts.find(sha256("copied"))).as("it is in the index now").isEmpty();
    }

    /** The bytes here are others, so that one can see that nobody looks at them. */
    private Path verified(String content) throws IOException {
        Path file = rig.file("games/hex5_2p/g.jsonl", content);
        Files.setLastModifiedTime(file, FileTime.from(rig.clock.instant()));
        DataKey key = new DataKey(GAMES, new DataPath("hex5_2p/g.jsonl"), sha256("verified"));
        // As the program writes it that moves files.
        FactsFolder mover =
                new FactsFolder(rig.folders, ModelModule.applyTo(JsonMapper.builder()).build());
        mover.leave(
                new DataFile(
                        key,
                        "hex5_2p",
                        content.length(),
                        50,
                        Producer.of(new NodeId("b")),
                        Instant.parse("2026-01-01T00:00:00Z")),
                Files.readAttributes(file, BasicFileAttributes.class));
        return file;
    }

    @Test
    void whatWasVerifiedOnItsWayIsTakenInAtOnceAndNotReadAgain() throws IOException {
        verified("whatever");

        Scan.Report report = rig.look();

        assertThat(report.hashed()).isZero();
        assertThat(report.waiting()).isZero();
        DataFile file = rig.entry(GAMES, "hex5_2p/g.jsonl").file();
        assertThat(file.key().sha256()).isEqualTo(sha256("verified"));
        assertThat(file.games()).isEqualTo(50);
        assertThat(rig.facts.find(sha256("verified"))).as("it is in the index now").isEmpty();
    }

    @Test
    void whatWasChangedSinceItWasVerifiedIsRead() throws IOException {
        rig.aged(Files.writeString(verified("whatever"), "WHATEVER"));

        assertThat(rig.look().hashed()).isEqualTo(1);

        assertThat(rig.entry(GAMES, "hex5_2p/g.jsonl").file().key().sha256())
                .isEqualTo(sha256("WHATEVER"));
    }

    @Test
    void aFolderThatCannotBeReadMakesNothingDisappear() throws IOException {
        rig.file("games/hex5_2p/g.jsonl", "one");
        rig.look();
        Path games = rig.folders.path().resolve("games");
        Files.move(games, dir.resolve("away"));
        assertThatThrownBy(rig::look).isInstanceOf(IOException.class);
        assertThat(rig.manifest.count()).isEqualTo(1);
    }
}
