package io.ringrift.p2p.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.wire.AttemptReport;
import io.ringrift.p2p.model.wire.StartOrder;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** What is left of ended attempts, and for how long. */
class CleanerTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Retention RETENTION = new Retention(Duration.ofDays(7), 3, true);

    @TempDir Path dir;
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private AttemptFolders folders;
    private AttemptStore store;
    private Cleaner cleaner;

    @BeforeEach
    void open() throws IOException {
        folders = new AttemptFolders(dir);
        store = new AttemptStore(dir, folders, RunnerRig.JSON);
        cleaner = cleaner(RETENTION);
    }

    private Cleaner cleaner(Retention retention) {
        return new Cleaner(
                folders,
                store,
                new Trash(dir),
                retention,
                new AttemptMeters(meters),
                InstantSource.fixed(NOW));
    }

    /** An attempt that wrote a log and a file, and has not ended. */
    private AttemptFolder live(StartOrder order) throws IOException {
        store.prepare(key(order), order);
        AttemptFolder folder = store.folder(key(order));
        Files.writeString(folder.record(), "{}");
        Files.writeString(folder.log(), "said\n");
        Files.writeString(folder.olderLog(), "said before\n");
        Files.writeString(folder.files().output().resolve("games.jsonl"), "{}\n");
        return folder;
    }

    private AttemptFolder ended(StartOrder order, AttemptReport end, Duration ago)
            throws IOException {
        AttemptFolder folder = live(order);
        store.saveEnd(folder, end);
        Files.setLastModifiedTime(folder.end(), FileTime.from(NOW.minus(ago)));
        store.forget(key(order));
        return folder;
    }

    private AttemptFolder failed(Duration ago) throws IOException {
        StartOrder order = RunnerRig.order();
        return ended(
                order,
                AttemptReport.failed(
                        order.jobId(), 1, order.token(), ExitReason.FAILED, 3, "exit 3"),
                ago);
    }

    private AttemptFolder completed(StartOrder order, Duration ago) throws IOException {
        String output = folders.of(order.jobId(), 1).files().output().toString();
        return ended(
                order,
                AttemptReport.completed(order.jobId(), 1, order.token(), output, 1, JsonText.EMPTY),
                ago);
    }

    private static AttemptKey key(StartOrder order) {
        return new AttemptKey(order.jobId(), order.attempt());
    }

    private double cleared() {
        return meters.counter("ringrift.p2p.agent.attempts.cleared").count();
    }

    private static Duration days(int days) {
        return Duration.ofDays(days);
    }

    @Test
    void whatIsTooOldGoesWithItsJob() throws IOException {
        AttemptFolder old = failed(days(8));
        AttemptFolder young = failed(days(6));

        cleaner.clear();

        assertThat(old.path().getParent()).doesNotExist();
        assertThat(young.log()).exists();
        assertThat(cleared()).isEqualTo(1);
        assertThat(dir.resolve("agent/trash")).isEmptyDirectory();
    }

    @Test
    void ofTooManyTheOldestGo() throws IOException {
        AttemptFolder first = failed(days(5));
        AttemptFolder second = failed(days(4));
        AttemptFolder third = failed(days(3));
        AttemptFolder fourth = failed(days(2));
        AttemptFolder fifth = failed(days(1));

        cleaner.clear();

        assertThat(first.path()).doesNotExist();
        assertThat(second.path()).doesNotExist();
        assertThat(third.log()).exists();
        assertThat(fourth.log()).exists();
        assertThat(fifth.log()).exists();
    }

    @Test
    void theOutputOfACompletedAttemptStaysAndItsLogsGoOnce() throws IOException {
        StartOrder order = RunnerRig.order();
        AttemptFolder folder = completed(order, days(400));

        cleaner.clear();
        cleaner.clear();

        assertThat(folder.files().output().resolve("games.jsonl")).exists();
        assertThat(folder.log()).doesNotExist();
        assertThat(folder.olderLog()).doesNotExist();
        assertThat(folder.record()).doesNotExist();
        assertThat(cleared()).isEqualTo(1);
        // Should it ever be ordered again it is not run again.
        assertThat(store.prepare(key(order), order)).isPresent();
    }

    @Test
    void theOutputGoesWithItsLogsWhereTheSettingsSaySo() throws IOException {
        AttemptFolder old = completed(RunnerRig.order(), days(8));
        AttemptFolder young = completed(RunnerRig.order(), days(6));

        cleaner(new Retention(days(7), 3, false)).clear();

        assertThat(old.path()).doesNotExist();
        assertThat(young.files().output().resolve("games.jsonl")).exists();
    }

    @Test
    void anOutputOfWhichNothingIsKnownStays() throws IOException {
        AttemptFolder folder = failed(days(8));
        Files.delete(folder.end());
        Files.setLastModifiedTime(folder.path(), FileTime.from(NOW.minus(days(8))));

        cleaner.clear();

        assertThat(folder.files().output().resolve("games.jsonl")).exists();
        assertThat(folder.log()).doesNotExist();
    }

    @Test
    void aJobWithALiveAttemptKeepsEverything() throws IOException {
        StartOrder order = RunnerRig.order();
        AttemptFolder folder = completed(order, days(400));
        StartOrder again = new StartOrder(order.jobId(), 2, order.token(), order.spec());
        AttemptFolder live = live(again);
        Files.setLastModifiedTime(live.path(), FileTime.from(NOW.minus(days(400))));

        cleaner.clear();

        assertThat(folder.log()).exists();
        assertThat(live.log()).exists();
        assertThat(live.files().output().resolve("games.jsonl")).exists();
        assertThat(live.files().checkpoint()).exists();
        assertThat(cleared()).isZero();
    }

    @Test
    void aResultThatTheLeaderHasNotTakenNoteOfStays() throws IOException {
        StartOrder order = RunnerRig.order();
        AttemptFolder folder = completed(order, days(400));
        Files.createFile(dir.resolve("agent/live").resolve(key(order).toString()));

        cleaner.clear();

        assertThat(folder.log()).exists();
        assertThat(folder.end()).exists();
    }

    @Test
    void aCheckpointStaysUntilItIsOldItself() throws IOException {
        AttemptFolder folder = failed(days(8));
        Path checkpoint = folder.files().checkpoint();
        Path model = Files.writeString(checkpoint.resolve("model"), "x");
        Files.setLastModifiedTime(checkpoint, FileTime.from(NOW.minus(days(9))));
        Files.setLastModifiedTime(model, FileTime.from(NOW.minus(days(1))));

        cleaner.clear();
        assertThat(folder.path()).doesNotExist();
        assertThat(model).exists();

        Files.setLastModifiedTime(model, FileTime.from(NOW.minus(days(8))));
        cleaner.clear();
        assertThat(checkpoint.getParent()).doesNotExist();
    }

    @Test
    void linksAreDeletedAndNotFollowed() throws IOException {
        Path outside = Files.createDirectory(dir.resolve("outside"));
        Files.writeString(outside.resolve("kept"), "x");
        AttemptFolder folder = failed(days(8));
        Files.createSymbolicLink(folder.files().output().resolve("link"), outside);

        cleaner.clear();

        assertThat(folder.path()).doesNotExist();
        assertThat(outside.resolve("kept")).exists();
    }

    @Test
    void aNodeLooksAtItsStartAndAgainAfterManyEnds() throws IOException {
        AttemptFolder first = failed(days(8));
        cleaner.round();
        assertThat(first.path()).doesNotExist();

        AttemptFolder second = failed(days(8));
        cleaner.round();
        assertThat(second.path()).exists();
        cleaner.ended();
        cleaner.round();
        assertThat(second.path()).doesNotExist();
    }
}
