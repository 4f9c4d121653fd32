package io.ringrift.p2p.replication.ratis;

import static io.ringrift.p2p.Nouns.cancel;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.p2p.engine.StateHash;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.CommandLogKit;
import io.ringrift.p2p.replication.DiskFullException;
import io.ringrift.p2p.replication.NotAcceptedException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.unit.DataSize;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** The real log keeps the promises of the port, and some that only a disk can keep. */
class RatisLogIT extends CommandLogKit {

    @TempDir Path folder;

    private final RatisRig rig = new RatisRig();
    private int made;

    @Override
    protected CommandLog make() {
        return rig.make(
                folder.resolve("log" + made++),
                RatisRig.settings(100, 10_000, DataSize.ofMegabytes(4)));
    }

    @Override
    protected void start(CommandLog log) throws Exception {
        ((RatisLog) log).start(RatisRig.CLUSTER, false);
        RatisRig.awaitLeader(log);
    }

    @Override
    protected void close(CommandLog opened) throws Exception {
        ((RatisLog) opened).close();
        assertThat(rig.halts).isEmpty();
    }

    /** 64 senders that wait for each answer cannot fill more than 64 places of an entry. */
    @Override
    protected void assertEntries(long entries, int commands) {
        assertThat(entries).isLessThan(commands / 4);
    }

    @Test
    void aRestartRestoresTheExactState() throws Exception {
        RatisRig.submitAll(log, 1, 500);
        apply(cancel(7));
        var before = log.picture();
        close(log);
        log = rig.make(folder.resolve("log0"), RatisRig.settings(100));
        start(log);
        assertThat(log.picture().state()).isEqualTo(before.state());
        assertThat(StateHash.of(log.picture().state())).isEqualTo(StateHash.of(before.state()));
        assertThat(apply(submit(501)).index()).isGreaterThan(before.index());
    }

    @Test
    void everyCommandHasAnOutcomeWhenItClosesUnderLoad() throws Exception {
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (int i = 1; i <= 3_000; i++) {
            pending.add(log.submit(submit(i)));
        }
        close(log);
        int accepted = 0;
        for (CompletableFuture<Applied> one : pending) {
            try {
                one.get(15, TimeUnit.SECONDS);
                accepted++;
            } catch (ExecutionException e) {
                assertThat(e.getCause()).isInstanceOf(RuntimeException.class);
            }
        }
        log = rig.make(folder.resolve("log0"), RatisRig.settings(100));
        start(log);
        assertThat(log.picture().state().open()).hasSizeGreaterThanOrEqualTo(accepted);
    }

    @Test
    void turnsAwayWhatIsTooMuch() throws Exception {
        close(log);
        log = rig.open(folder.resolve("narrow"), RatisRig.settings(1, 1, DataSize.ofMegabytes(4)));
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (int i = 1; i <= 2_000; i++) {
            pending.add(log.submit(submit(i)));
        }
        int refused = 0;
        int accepted = 0;
        for (CompletableFuture<Applied> one : pending) {
            try {
                one.get(20, TimeUnit.SECONDS);
                accepted++;
            } catch (ExecutionException e) {
                assertThat(e.getCause())
                        .isInstanceOf(NotAcceptedException.class)
                        .hasMessageContaining("too many commands");
                refused++;
            }
        }
        assertThat(refused).isPositive();
        assertThat(log.picture().state().open()).hasSize(accepted);
        apply(submit(5_000));
    }

    @Test
    void refusesOnlyNewWorkWhileTheDiskIsNearlyFull() throws Exception {
        apply(submit(1));
        rig.freeBytes = 100 << 10;
        await().atMost(Duration.ofSeconds(5))
                .until(() -> log.submit(submit(2)).isCompletedExceptionally());
        assertThat(log.submit(submit(3)))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(DiskFullException.class)
                .withMessageContaining(
                        "the disk of the data folder is nearly full (0 MiB free, 1 MiB needed)");
        apply(cancel(1));
        rig.freeBytes = 1L << 40;
        await().atMost(Duration.ofSeconds(5))
                .until(() -> !log.submit(submit(4)).isCompletedExceptionally());
    }

    @Test
    void aListenerThatFailsStopsNobody() throws Exception {
        log.onApplied(
                _ -> {
                    throw new IllegalStateException("a bug in a listener");
                });
        apply(submit(1));
        apply(submit(2));
        assertThat(log.picture().state().open()).hasSize(2);
    }
}
