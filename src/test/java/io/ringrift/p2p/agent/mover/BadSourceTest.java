package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.agent.mover.FileServer.Manner;
import io.ringrift.p2p.model.data.DataFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Sources that die, change, lie or dawdle. */
@Isolated("its timings want the machine for themselves")
class BadSourceTest {

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

    private FileServer bad(Manner manner) throws IOException {
        return MoverRig.server("bad", content).with(manner);
    }

    /** A bad source that is asked first, and a good one beside it. */
    private void comesAnyway(Manner manner, boolean quarantined) throws Exception {
        try (FileServer bad = bad(manner);
                FileServer good = MoverRig.server("good", content)) {
            DataFile file = rig.wants("hex5_2p/one", content, bad, good);

            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, content);
            rig.assertClean();
            assertThat(bad.asks).as("the bad source was asked").isNotEmpty();
            assertThat(rig.metrics().get("quarantined").toString())
                    .isEqualTo(quarantined ? "[\"bad\"]" : "[]");
        }
    }

    /** Nobody else has the file. */
    private void neverComes(Manner manner, String words) throws Exception {
        try (FileServer bad = bad(manner)) {
            DataFile file = rig.wants("hex5_2p/alone", content, bad);

            assertThat(rig.run()).as(rig.said).isEqualTo(75);

            assertThat(rig.said).contains(words);
            assertThat(rig.path(file)).doesNotExist();
            assertThat(rig.result()).doesNotExist();
        }
    }

    @Test
    void oneThatDiesAtAnyByteIsContinuedThere() throws Exception {
        AtomicInteger cuts = new AtomicInteger();
        Manner dies =
                (ask, reply) -> {
                    int k = cuts.incrementAndGet();
                    if (k % 2 == 0) {
                        reply.honest();
                    } else {
                        reply.head();
                        reply.bytes(content, ask.from(), Math.min(ask.length(), 10_007 * k));
                        reply.cut();
                    }
                };
        try (FileServer bad = bad(dies)) {
            DataFile file = rig.wants("hex5_2p/one", content, bad);

            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, content);
            assertThat(cuts).hasValueGreaterThan(16);
            assertThat(rig.metrics().get("resent_bytes").longValue()).isZero();
        }
    }

    @Test
    void oneThatHangsUpAfterEachAnswerIsNotBlamed() throws Exception {
        try (FileServer server =
                bad(
                        (ask, reply) -> {
                            reply.honest();
                            reply.hangUp();
                        })) {
            DataFile file = rig.wants("hex5_2p/one", content, server);

            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, content);
            assertThat(rig.metrics().get("resent_bytes").longValue()).isZero();
            assertThat(server.asks).hasSize(16);
        }
    }

    @Test
    void oneThatDoesNotSayHowMuchItSendsIsLeftForAnother() throws Exception {
        comesAnyway(
                (ask, reply) -> {
                    reply.length = -1;
                    reply.honest();
                    reply.hangUp();
                },
                false);
    }

    @Test
    void aDeadOneIsLeftForAnother() throws Exception {
        comesAnyway((ask, reply) -> reply.cut(), false);
    }

    @Test
    void oneThatIsBusyIsLeftForAnother() throws Exception {
        comesAnyway((ask, reply) -> reply.status(503), false);
    }

    @Test
    void oneThatHasItNoMoreIsLeftForAnother() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        comesAnyway(
                (ask, reply) -> {
                    if (asked.incrementAndGet() < 3) {
                        reply.honest();
                    } else {
                        reply.status(412);
                    }
                },
                false);
    }

    @Test
    void wrongBytesPutItsSenderInQuarantine() throws Exception {
        byte[] wrong = MoverRig.content(content.length, 8);
        comesAnyway(
                (ask, reply) -> {
                    reply.head();
                    reply.bytes(wrong, ask.from(), ask.length());
                },
                true);
    }

    @Test
    void oneThatChangesTheFileMidwayIsFoundOut() throws Exception {
        byte[] changed = MoverRig.content(content.length, 9);
        AtomicInteger asked = new AtomicInteger();
        comesAnyway(
                (ask, reply) -> {
                    reply.head();
                    boolean late = asked.incrementAndGet() > 1;
                    reply.bytes(late ? changed : content, ask.from(), ask.length());
                },
                true);
    }

    @Test
    void wrongBytesFromTheOnlySourceNeverGetAName() throws Exception {
        byte[] wrong = MoverRig.flipped(content, 1);
        neverComes(
                (ask, reply) -> {
                    reply.head();
                    reply.bytes(wrong, ask.from(), ask.length());
                },
                "sent bytes that have not the digest of the file");
    }

    @Test
    void anotherRangeIsALie() throws Exception {
        Manner shifted =
                (ask, reply) -> {
                    reply.range =
                            "bytes %d-%d/%d".formatted(ask.from() + 1, ask.to(), content.length);
                    reply.honest();
                };
        comesAnyway(shifted, true);
    }

    @Test
    void anotherSizeIsALie() throws Exception {
        comesAnyway(
                (ask, reply) -> {
                    reply.range = "bytes %d-%d/%d".formatted(ask.from(), ask.to(), 999);
                    reply.honest();
                },
                true);
    }

    @Test
    void theWholeFileInsteadOfARangeIsALie() throws Exception {
        comesAnyway(
                (ask, reply) -> {
                    reply.status = 200;
                    reply.honest();
                },
                true);
    }

    @Test
    void anotherTagIsALie() throws Exception {
        comesAnyway(
                (ask, reply) -> {
                    reply.tag = "\"0\"";
                    reply.honest();
                },
                true);
    }

    @Test
    void moreBytesThanAskedForAreALie() throws Exception {
        neverComes(
                (ask, reply) -> {
                    reply.length = ask.length() + 1000L;
                    reply.honest();
                },
                "instead of");
    }

    @Test
    void aRangeThatIsSaidNotToExistIsALie() throws Exception {
        comesAnyway((ask, reply) -> reply.status(416), true);
    }

    @Test
    void aRedirectionIsNotFollowed() throws Exception {
        comesAnyway((ask, reply) -> reply.status(307), false);
    }

    @Test
    void oneThatSaysNothingIsLeft() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        comesAnyway((ask, reply) -> hold(never, 3000), false);
    }

    @Test
    void oneThatStopsMidwayIsLeft() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        comesAnyway(
                (ask, reply) -> {
                    reply.head();
                    reply.bytes(content, ask.from(), 100);
                    hold(never, 5000);
                },
                false);
    }

    @Test
    void oneThatDripsIsLeftWhenThereIsAnother() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        comesAnyway(
                (ask, reply) -> {
                    reply.head();
                    for (int i = 0; i < ask.length(); i++) {
                        reply.bytes(content, ask.from() + i, 1);
                        hold(never, 20);
                    }
                },
                false);
    }

    @Test
    void aSlowOneThatIsAloneIsWaitedFor() throws Exception {
        byte[] little = MoverRig.content(20_000, 5);
        CountDownLatch never = new CountDownLatch(1);
        try (FileServer slow = MoverRig.server("slow", little)) {
            slow.with(
                    (ask, reply) -> {
                        reply.head();
                        for (int i = 0; i < ask.length(); i += 500) {
                            reply.bytes(little, ask.from() + i, Math.min(500, ask.length() - i));
                            hold(never, 20);
                        }
                    });
            DataFile file = rig.wants("hex5_2p/slow", little, slow);

            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, little);
            assertThat(slow.asks).hasSize(1);
        }
    }

    @Test
    void aCutNetworkIsWaitedFor() throws Exception {
        AtomicBoolean cut = new AtomicBoolean();
        try (FileServer server = MoverRig.server("a", content)) {
            server.with(
                    (ask, reply) -> {
                        if (ask.from() > 300_000 && cut.compareAndSet(false, true)) {
                            server.kill();
                            Thread.ofVirtual().start(() -> backIn(server, 400));
                        }
                        reply.honest();
                    });
            DataFile file = rig.wants("hex5_2p/one", content, server);

            assertThat(rig.run()).as(rig.said).isZero();

            assertThat(cut).isTrue();
            rig.assertThere(file, content);
        }
    }

    @Test
    void oneFileThatCannotComeDoesNotKeepTheOthers() throws Exception {
        byte[] other = MoverRig.content(5_000, 6);
        try (FileServer bad = bad((ask, reply) -> reply.status(404));
                FileServer good = MoverRig.server("good", other)) {
            rig.wants("hex5_2p/missing", content, bad);
            DataFile file = rig.wants("hex5_2p/there", other, good);

            assertThat(rig.run()).isEqualTo(75);

            rig.assertThere(file, other);
            assertThat(rig.said).contains("hex5_2p/missing: no source");
            assertThat(Files.exists(rig.result())).isFalse();
        }
    }

    private static void backIn(FileServer server, long millis) {
        try {
            hold(new CountDownLatch(1), millis);
            server.revive();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void hold(CountDownLatch latch, long millis) throws IOException {
        try {
            boolean _ = latch.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
