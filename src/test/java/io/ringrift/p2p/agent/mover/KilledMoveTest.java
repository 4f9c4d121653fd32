package io.ringrift.p2p.agent.mover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ringrift.p2p.model.data.DataFile;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** The destination dies, or its disk does. */
@Isolated("its timings want the machine for themselves")
class KilledMoveTest {

    @TempDir Path dir;
    private MoverRig rig;
    private final byte[] content = MoverRig.content(1_000_003, 1);

    /** As after kill -9: what was on its way is lost, nothing is cleaned up. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    @BeforeEach
    void open() throws IOException {
        rig = new MoverRig(dir);
    }

    @AfterEach
    void close() throws Exception {
        rig.close();
    }

    @ParameterizedTest
    @EnumSource(Step.class)
    void killedAfterAnyStepTheMoveGoesOn(Step last) throws Exception {
        try (FileServer server = MoverRig.server("a", content)) {
            DataFile file = rig.wants("hex5_2p/one", content, server);
            killAfter(last, 5);
            assertThatThrownBy(() -> rig.run()).isInstanceOf(Killed.class);

            rig.steps = step -> {};
            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, content);
            rig.assertClean();
            assertThat(rig.metrics().get("wire_bytes").intValue())
                    .as("what was noted is not sent again")
                    .isLessThanOrEqualTo(
                            switch (last) {
                                case PART_OPENED -> content.length;
                                case BLOCK_WRITTEN -> content.length - 4 * 8192;
                                case BLOCK_NOTED -> content.length - 5 * 8192;
                                case VERIFIED, FORCED, FACTS_LEFT, LINKED, FOLDER_FORCED, CLEANED ->
                                        0;
                            });
        }
    }

    /** After the nth block for steps that come often. */
    private void killAfter(Step last, int nth) {
        AtomicInteger left =
                new AtomicInteger(last == Step.BLOCK_WRITTEN || last == Step.BLOCK_NOTED ? nth : 1);
        AtomicInteger dead = new AtomicInteger();
        rig.steps =
                step -> {
                    if (dead.get() > 0 || (step == last && left.decrementAndGet() == 0)) {
                        dead.set(1);
                        throw new Killed();
                    }
                };
    }

    @Test
    void whatAPowerCutTookIsFetchedAgain() throws Exception {
        try (FileServer server = MoverRig.server("a", content)) {
            DataFile file = rig.wants("hex5_2p/one", content, server);
            killAfter(Step.BLOCK_NOTED, 60);
            assertThatThrownBy(() -> rig.run()).isInstanceOf(Killed.class);
            Path part = part(file);
            try (RandomAccessFile bytes = new RandomAccessFile(part.toFile(), "rw")) {
                bytes.seek(10_000);
                bytes.write(new byte[100]);
            }
            Path journal = part.resolveSibling(file.key().sha256() + ".journal");
            try (RandomAccessFile notes = new RandomAccessFile(journal.toFile(), "rw")) {
                notes.setLength(notes.length() - 3);
            }

            rig.steps = step -> {};
            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, content);
            assertThat(rig.metrics().get("quarantined").toString()).isEqualTo("[]");
        }
    }

    @Test
    void wrongBlocksOfAnEarlierLifeAccuseNobody() throws Exception {
        byte[] wrong = MoverRig.flipped(content, 3);
        try (FileServer liar = MoverRig.server("liar", content);
                FileServer good = MoverRig.server("good", content)) {
            liar.with(
                    (ask, reply) -> {
                        reply.head();
                        reply.bytes(wrong, ask.from(), ask.length());
                    });
            DataFile file = rig.wants("hex5_2p/one", content, liar);
            killAfter(Step.BLOCK_NOTED, 60);
            assertThatThrownBy(() -> rig.run()).isInstanceOf(Killed.class);

            rig.steps = step -> {};
            rig.items.clear();
            rig.wants("hex5_2p/one", content, good);
            assertThat(rig.run()).as(rig.said).isZero();

            rig.assertThere(file, content);
            assertThat(rig.metrics().get("quarantined").toString()).isEqualTo("[]");
        }
    }

    private Path part(DataFile file) {
        return dir.resolve("files/.incoming/" + file.key().sha256() + ".part");
    }

    @Test
    void aFullDiskLeavesNothingBehind() throws Exception {
        Path disk = Files.createDirectory(dir.resolve("disk"));
        assumeTrue(
                sh("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", disk.toString()),
                "a tmpfs cannot be mounted here (needs root)");
        try (MoverRig small = new MoverRig(disk);
                FileServer server = MoverRig.server("a", content)) {
            DataFile file = small.wants("hex5_2p/one", content, server);

            assertThat(small.run()).isEqualTo(75);
            assertThat(small.said).contains("the disk has 0 MiB left, too little");
            assertThat(server.asks).as("not a byte moves").isEmpty();

            // It fills while bytes come.
            DataFile fits = small.wants("hex5_2p/fits", MoverRig.content(500_000, 2));
            small.items.clear();
            try (FileServer other = MoverRig.server("b", MoverRig.content(500_000, 2))) {
                other.with(
                        (ask, reply) -> {
                            Path filler = disk.resolve("filler");
                            if (!Files.exists(filler)) {
                                fill(filler);
                            }
                            reply.honest();
                        });
                small.wants("hex5_2p/fits", MoverRig.content(500_000, 2), other);

                assertThat(small.run()).as(small.said).isEqualTo(75);

                assertThat(small.said).contains("No space left on device");
                assertThat(small.path(fits)).doesNotExist();
                assertThat(small.path(file)).doesNotExist();
                small.assertClean();
            }
        } finally {
            assertThat(sh("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static void fill(Path filler) {
        try {
            Files.write(filler, new byte[400_000]);
        } catch (IOException full) {
            // That was the point.
        }
    }

    private static boolean sh(String... command) throws Exception {
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
