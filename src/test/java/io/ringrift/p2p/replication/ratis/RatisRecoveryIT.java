package io.ringrift.p2p.replication.ratis;

import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.replication.CannotOpenLogException;
import io.ringrift.p2p.replication.Picture;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Snapshots, purging, and every way in which the files of a log can be damaged. */
@Timeout(120)
class RatisRecoveryIT {

    private static final int COMMANDS = 6_500;

    @TempDir Path temp;

    private final RatisRig rig = new RatisRig();

    @Test
    void snapshotsKeepTheLogAndTheirOwnNumberSmall() throws Exception {
        Path folder = temp.resolve("log");
        Picture before;
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            fill(log, folder);
            before = log.picture();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(
                            () -> assertThat(RatisRig.snapshots(folder)).hasSizeBetween(2, 3));
            assertThat(firstLogIndex(folder)).isPositive();
        }
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            assertThat(log.picture().state()).isEqualTo(before.state());
        }
        assertThat(rig.halts).isEmpty();
    }

    @Test
    void aDamagedSnapshotIsPutAsideAndTheOneBeforeStandsInForIt() throws Exception {
        Path folder = temp.resolve("log");
        Picture before = fillAndClose(folder);
        Path newest = RatisRig.snapshots(folder).getLast();
        RatisRig.flipBit(newest, Files.size(newest) / 2);
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            assertThat(log.picture().state()).isEqualTo(before.state());
            assertThat(newest.resolveSibling(newest.getFileName() + ".corrupt")).exists();
            RatisRig.submitAll(log, 100_000, 1_500);
        }
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            assertThat(log.picture().state().open()).hasSize(COMMANDS + 1_500);
        }
    }

    @Test
    void aSnapshotWithoutItsDigestFileIsAsGoodAsOthers() throws Exception {
        Path folder = temp.resolve("log");
        Picture before = fillAndClose(folder);
        Path newest = RatisRig.snapshots(folder).getLast();
        Files.delete(newest.resolveSibling(newest.getFileName() + ".md5"));
        Files.writeString(newest.resolveSibling("snapshot.9_9.part"), "half");
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            assertThat(log.picture().state()).isEqualTo(before.state());
            assertThat(newest.resolveSibling("snapshot.9_9.part")).doesNotExist();
        }
    }

    @Test
    void withoutAnythingToStandInTheStartIsRefusedAndNothingIsTouched() throws Exception {
        Path folder = temp.resolve("log");
        fillAndClose(folder);
        List<Path> snapshots = RatisRig.snapshots(folder);
        for (Path one : snapshots) {
            RatisRig.flipBit(one, Files.size(one) - 1);
        }
        for (int i = 0; i < 2; i++) {
            assertRefused(folder, "is damaged, and neither an older one nor the log holds");
            assertThat(RatisRig.snapshots(folder)).isEqualTo(snapshots);
        }
    }

    @Test
    void aDamagedEntryInTheMiddleIsRefused() throws Exception {
        Path folder = temp.resolve("log");
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            RatisRig.submitAll(log, 1, 200);
            RatisRig.copy(folder, temp.resolve("killed"));
        }
        Path segment = RatisRig.openSegment(temp.resolve("killed"));
        RatisRig.flipBit(segment, RatisRig.dataEnd(segment) / 2);
        assertRefused(temp.resolve("killed"), "The log in ");
    }

    @Test
    void aTornTailLosesNothingThatWasAcknowledged() throws Exception {
        Path folder = temp.resolve("log");
        Path killed = temp.resolve("killed");
        long acknowledged;
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            RatisRig.submitAll(log, 1, 100);
            Path first = RatisRig.copy(folder, temp.resolve("first"));
            acknowledged = RatisRig.dataEnd(RatisRig.openSegment(first));
            RatisRig.submit(log, submit(101));
            RatisRig.copy(folder, killed);
        }
        Path segment = RatisRig.openSegment(killed);
        long torn = (acknowledged + RatisRig.dataEnd(segment)) / 2;
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, (int) torn));
        try (RatisLog log = rig.open(killed, RatisRig.settings(1))) {
            for (int i = 1; i <= 100; i++) {
                assertThat(log.picture().state().job(job(i))).as("job %d", i).isNotNull();
            }
            RatisRig.submit(log, submit(102));
        }
        try (RatisLog log = rig.open(killed, RatisRig.settings(1))) {
            assertThat(log.picture().state().job(job(102))).isNotNull();
        }
    }

    @Test
    void aKilledCopyHoldsAllThatWasAcknowledged() throws Exception {
        Path folder = temp.resolve("log");
        Picture before;
        try (RatisLog log = rig.open(folder, RatisRig.settings(100))) {
            RatisRig.submitAll(log, 1, 2_500);
            before = log.picture();
            await().until(() -> isCalm(folder));
            RatisRig.copy(folder, temp.resolve("killed"));
        }
        try (RatisLog log = rig.open(temp.resolve("killed"), RatisRig.settings(100))) {
            assertThat(log.picture().state()).isEqualTo(before.state());
        }
    }

    /** No snapshot is being written: a copy takes longer than a kill. */
    private static boolean isCalm(Path folder) throws IOException {
        return RatisRig.files(folder, ".*\\.part|.*\\.tmp").isEmpty()
                && RatisRig.files(folder, "snapshot\\..*\\.md5").size()
                        == RatisRig.snapshots(folder).size();
    }

    private Picture fillAndClose(Path folder) throws Exception {
        try (RatisLog log = rig.open(folder, RatisRig.settings(1))) {
            fill(log, folder);
            return log.picture();
        }
    }

    /** In portions, each followed by its snapshot. */
    private static void fill(RatisLog log, Path folder) throws Exception {
        int snapshot = -1;
        for (int i = 1; i <= COMMANDS; i += 1_300) {
            RatisRig.submitAll(log, i, 1_300);
            int seen = snapshot;
            await().atMost(Duration.ofSeconds(20)).until(() -> newest(folder) > seen);
            snapshot = newest(folder);
        }
    }

    private static int newest(Path folder) throws IOException {
        List<Path> digests = RatisRig.files(folder, "snapshot\\.\\d+_\\d+\\.md5");
        return digests.stream()
                .mapToInt(
                        file ->
                                Integer.parseInt(
                                        file.getFileName()
                                                .toString()
                                                .replaceAll("snapshot\\.\\d+_(\\d+)\\.md5", "$1")))
                .max()
                .orElse(-1);
    }

    private static long firstLogIndex(Path folder) throws IOException {
        return RatisRig.files(folder, "log_\\d+-\\d+").stream()
                .mapToLong(
                        file ->
                                Long.parseLong(
                                        file.getFileName()
                                                .toString()
                                                .replaceAll("log_(\\d+)-\\d+", "$1")))
                .min()
                .orElse(0);
    }

    private void assertRefused(Path folder, String because) throws IOException {
        try (RatisLog log = rig.make(folder, RatisRig.settings(1))) {
            assertThatThrownBy(() -> log.start(RatisRig.CLUSTER, false))
                    .isInstanceOf(CannotOpenLogException.class)
                    .hasMessageContaining(because)
                    .message()
                    .doesNotContain("\n")
                    .doesNotContain("Exception");
        }
    }
}
