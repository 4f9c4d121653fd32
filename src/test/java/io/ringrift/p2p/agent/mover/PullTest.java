package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.data.DataFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Files come from nodes that behave. */
@Isolated("its timings want the machine for themselves")
class PullTest {

    @TempDir Path dir;
    private MoverRig rig;
    private final byte[] content = MoverRig.content(1_000_003, 1);

    @BeforeEach
    void open() throws IOException {
        rig = new MoverRig(dir);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @Test
    void aFileComesWithWhatIsKnownOfIt() throws Exception {
        try (FileServer server = MoverRig.server("a", content)) {
            DataFile file = rig.wants("hex5_2p/deep/er/one.jsonl", content, server);

            assertThat(rig.run()).isZero();

            rig.assertThere(file, content);
            rig.assertClean();
            Path facts = dir.resolve("files/.facts/" + file.key().sha256() + ".json");
            assertThat(MoverRig.JSON.readValue(facts.toFile(), DataFile.class)).isEqualTo(file);
            assertThat(rig.metrics().get("bytes").longValue()).isEqualTo(1_000_003);
            assertThat(rig.metrics().get("files").intValue()).isEqualTo(1);
            assertThat(rig.metrics().get("resent_bytes").longValue()).isZero();
            assertThat(rig.said)
                    .contains("{\"progress\":{\"done\":0,\"total\":1000003,\"unit\":\"bytes\"}}")
                    .endsWith(
                            "{\"progress\":{\"done\":1000003,\"total\":1000003,\"unit\":\"bytes\"}}\n");
            assertThat(rig.authorizations).containsOnly("Bearer secret");
            assertThat(server.asks)
                    .hasSize(16)
                    .allSatisfy(
                            ask ->
                                    assertThat(ask.head())
                                            .contains(
                                                    "GET /data/files/games/hex5_2p/deep/er/one.jsonl?local=true"
                                                        + " ")
                                            .contains("Authorization: Ticket 1.ticket-of-a")
                                            .contains("If-Match: \"" + file.key().sha256() + "\"")
                                            .doesNotContain("secret"));
        }
    }

    @Test
    void namesAreEncodedAndEmptyFilesComeToo() throws Exception {
        byte[] nothing = new byte[0];
        byte[] little = MoverRig.content(10, 2);
        try (FileServer a = MoverRig.server("a", nothing);
                FileServer b = MoverRig.server("b", little)) {
            DataFile empty = rig.wants("hex5_2p/empty", nothing, a);
            DataFile odd = rig.wants("hex5_2p/ä b+c#1?.bin".replace("?", ""), little, b);

            assertThat(rig.run()).isZero();

            rig.assertThere(empty, nothing);
            rig.assertThere(odd, little);
            assertThat(b.asks.getFirst().head()).contains("/hex5_2p/%C3%A4%20b%2Bc%231.bin?");
        }
    }

    @Test
    void severalSourcesShareTheChunks() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        FileServer.Manner waiting =
                (ask, reply) -> {
                    both.countDown();
                    await(both);
                    reply.honest();
                };
        try (FileServer a = MoverRig.server("a", content).with(waiting);
                FileServer b = MoverRig.server("b", content).with(waiting)) {
            DataFile file = rig.wants("hex5_2p/one", content, a, b);

            assertThat(rig.run()).isZero();

            rig.assertThere(file, content);
            assertThat(a.asks).isNotEmpty();
            assertThat(b.asks).isNotEmpty();
        }
    }

    @Test
    void aSourceThatIsFarAwayGetsLittleToDo() throws Exception {
        byte[] large = MoverRig.content(4 << 20, 4);
        FileServer.Manner far =
                (ask, reply) -> {
                    java.util.concurrent.locks.LockSupport.parkNanos(60_000_000);
                    reply.honest();
                };
        try (FileServer a = MoverRig.server("a", large).with(far);
                FileServer b = MoverRig.server("b", large);
                FileServer c = MoverRig.server("c", large)) {
            DataFile file = rig.wants("hex5_2p/one", large, a, b, c);

            assertThat(rig.run()).isZero();

            rig.assertThere(file, large);
            assertThat(a.asks).as("until its distance is known").hasSizeBetween(1, 3);
            assertThat(b.asks).hasSizeGreaterThan(8);
            assertThat(c.asks).hasSizeGreaterThan(8);
        }
    }

    @Test
    void aSourceThatFailsAtOnceIsNotTakenForAFastOne() throws Exception {
        byte[] large = MoverRig.content(4 << 20, 4);
        try (FileServer a = MoverRig.server("a", large).with((ask, reply) -> reply.status(503));
                FileServer b = MoverRig.server("b", large);
                FileServer c = MoverRig.server("c", large)) {
            DataFile file = rig.wants("hex5_2p/one", large, a, b, c);

            assertThat(rig.run()).isZero();

            rig.assertThere(file, large);
            assertThat(a.asks).hasSizeBetween(1, 3);
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void whatIsThereIsNotAskedForAgain() throws Exception {
        try (FileServer server = MoverRig.server("a", content)) {
            rig.wants("hex5_2p/one", content, server);
            assertThat(rig.run()).isZero();
            server.asks.clear();

            assertThat(rig.run()).isZero();

            assertThat(server.asks).isEmpty();
        }
    }

    @Test
    void otherContentUnderTheNameStays() throws Exception {
        byte[] mine = MoverRig.content(100, 3);
        try (FileServer server = MoverRig.server("a", content)) {
            DataFile file = rig.wants("hex5_2p/one", content, server);
            rig.items.clear();
            DataFile own = rig.wants("hex5_2p/one", mine);
            rig.items.clear();
            rig.wants("hex5_2p/one", content, server);
            Files.createDirectories(rig.path(own).getParent());
            Path fresh = Files.write(dir.resolve("fresh"), mine);
            Files.move(fresh, rig.path(own));

            assertThat(rig.run()).isEqualTo(1);

            assertThat(rig.said).contains("other content lies under hex5_2p/one already");
            rig.assertThere(own, mine);
            assertThat(file.key()).isNotEqualTo(own.key());
        }
    }

    @Test
    void aNameThatDiffersInCaseOnlyIsRefused() throws Exception {
        try (FileServer server = MoverRig.server("a", content)) {
            DataFile file = rig.wants("hex5_2p/One", content, server);
            Files.createDirectories(rig.path(file).getParent());
            Files.write(rig.path(file).resolveSibling("one"), new byte[1]);

            assertThat(rig.run()).isEqualTo(1);

            assertThat(rig.path(file)).doesNotExist();
            assertThat(rig.said).contains("hex5_2p/One cannot have its name: 'one' is there");
        }
    }

    @Test
    void aLinkInThePlaceOfAFolderLeadsNowhere() throws Exception {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.createDirectories(dir.resolve("files/games"));
        Files.createSymbolicLink(dir.resolve("files/games/hex5_2p"), outside);
        try (FileServer server = MoverRig.server("a", content)) {
            rig.wants("hex5_2p/one", content, server);

            assertThat(rig.run()).isNotZero();

            assertThat(MoverRig.paths(outside)).isEmpty();
        }
    }

    @Test
    void ofTwoVersionsThatRaceOneWinsWhole() throws Exception {
        byte[] other = MoverRig.content(900_000, 4);
        try (FileServer a = MoverRig.server("a", content);
                FileServer b = MoverRig.server("b", other);
                MoverRig second = new MoverRig(dir)) {
            DataFile one = rig.wants("hex5_2p/one", content, a);
            DataFile two = second.wants("hex5_2p/one", other, b);
            // Each watcher knows both versions; each move only its own.
            rig.items.clear();
            rig.wants("hex5_2p/one", other);
            rig.items.clear();
            rig.wants("hex5_2p/one", content, a);
            second.items.clear();
            second.wants("hex5_2p/one", content);
            second.items.clear();
            second.wants("hex5_2p/one", other, b);

            CompletableFuture<Integer> racing = CompletableFuture.supplyAsync(() -> code(second));
            int first = rig.run();

            assertThat(List.of(first, racing.get())).containsExactlyInAnyOrder(0, 1);
            byte[] winner = first == 0 ? content : other;
            rig.assertThere(first == 0 ? one : two, winner);
        }
    }

    private static int code(MoverRig rig) {
        try {
            return rig.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theSameBytesAreMovedByOneJobAtATime() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (FileServer server = MoverRig.server("a", content);
                MoverRig second = new MoverRig(dir)) {
            server.with(
                    (ask, reply) -> {
                        begun.countDown();
                        await(go);
                        reply.honest();
                    });
            DataFile file = rig.wants("hex5_2p/one", content, server);
            second.wants("hex5_2p/one", content, server);
            CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> code(rig));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();

            assertThat(second.run()).isEqualTo(75);
            go.countDown();

            assertThat(second.said).contains("hex5_2p/one is being moved by another job");
            assertThat(first.get()).isZero();
            rig.assertThere(file, content);
        }
    }

    @Test
    void theRateIsKept() throws Exception {
        rig.bytesPerSecond = 1_000_000;
        try (FileServer server = MoverRig.server("a", content)) {
            rig.wants("hex5_2p/one", content, server);

            assertThat(rig.run()).isZero();

            assertThat(rig.metrics().get("seconds").doubleValue()).isBetween(0.9, 4.0);
        }
    }

    @Test
    void theRateFollowsWhatOtherJobsLeave() throws Exception {
        rig.bytesPerSecond = 50_000;
        try (FileServer server = MoverRig.server("a", content)) {
            server.with(
                    (ask, reply) -> {
                        rig.bytesPerSecond = 50_000_000;
                        reply.honest();
                    });
            rig.wants("hex5_2p/one", content, server);

            assertThat(rig.run()).isZero();

            assertThat(rig.metrics().get("seconds").doubleValue())
                    .as("20 s at the first rate")
                    .isLessThan(8);
        }
    }

    @Test
    void withoutAVoterThereIsAnotherTry() throws Exception {
        rig.voterStatus = 503;
        assertThat(rig.run()).isEqualTo(75);
        assertThat(rig.said).contains("no voter answers").contains("answers 503");
        assertThat(rig.authorizations).hasSize(4);

        rig.voterStatus = 404;
        assertThat(rig.run()).isEqualTo(1);
        assertThat(rig.result()).doesNotExist();
    }
}
