package io.ringrift.p2p.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.replication.Applied;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

class EventWriterTest {

    private static final UUID CLUSTER = new UUID(7, 7);

    @TempDir Path folder;

    private final Counter gaps = new SimpleMeterRegistry().counter("gaps");
    private final List<List<Applied>> log = new ArrayList<>();
    private ClusterState state = ClusterState.EMPTY;
    private EventNews news = new EventNews();
    private EventWriter writer;

    @BeforeEach
    void start() {
        news = new EventNews();
        writer = new EventWriter(folder, 1 << 20, 100_000, news, gaps);
        writer.opening(CLUSTER);
    }

    @AfterEach
    void end() throws IOException {
        writer.close();
    }

    /** As a start after kill -9 or a planned stop: the files are as they are. */
    private void restart() throws IOException {
        end();
        start();
    }

    private long entry(Command... commands) {
        List<Applied> applied = new ArrayList<>();
        for (Command command : commands) {
            Engine.Step step = Engine.apply(state, command);
            state = step.state();
            applied.add(new Applied(log.size(), command, step.decision()));
        }
        log.add(applied);
        return log.size() - 1L;
    }

    private void tell(int from, int to) {
        for (int i = from; i <= to; i++) {
            writer.applied(i, log.get(i));
        }
    }

    private void awaitReached(long index) {
        await().atMost(Duration.ofSeconds(10)).until(() -> news.index() >= index);
    }

    private EventHistory history() {
        EventHistory history = writer.history();
        assertThat(history).isNotNull();
        return history;
    }

    private List<String> told() throws Exception {
        EventHistory history = history();
        return history
                .after(history.floor())
                .next(EventFilter.ANY, 10_000, 100_000)
                .events()
                .stream()
                .map(event -> event.id() + " " + event.type())
                .toList();
    }

    private void aShortLog() {
        entry(new Command.ClaimLeadership(TestClock.START, Nouns.A, Duration.ofSeconds(30)));
        entry(Nouns.register(Nouns.A, Nouns.FOUR_CORES));
        // Refused commands take no place, and what happened at once shares an entry.
        entry(Nouns.submit(1), Nouns.cancel(99), Nouns.submit(2));
        entry(Nouns.cancel(98));
        entry(Nouns.assign(1, Nouns.A), Nouns.assign(2, Nouns.A));
        entry(Nouns.complete(1));
    }

    private static final List<String> SHORT_LOG =
            List.of(
                    "0-0 leadership_claimed",
                    "1-0 node_registered",
                    "2-0 job_submitted",
                    "2-1 job_submitted",
                    "4-0 job_assigned",
                    "4-1 job_assigned",
                    "5-0 job_started",
                    "5-1 job_completed");

    @Test
    void idsAreIndexAndPosition() throws Exception {
        aShortLog();
        tell(0, 5);
        awaitReached(5);
        assertThat(told()).isEqualTo(SHORT_LOG);
    }

    @Test
    void whatIsAppliedAgainAfterARestartIsNotToldTwice() throws Exception {
        aShortLog();
        tell(0, 4);
        awaitReached(4);
        restart();
        tell(0, 5);
        awaitReached(5);
        assertThat(told()).isEqualTo(SHORT_LOG);
        assertThat(gaps.count()).isZero();
    }

    @Test
    void aSnapshotOfItsOwnLeavesNoGap() throws Exception {
        aShortLog();
        tell(0, 3);
        writer.secure(3);
        restart();
        writer.restored(3);
        tell(4, 5);
        awaitReached(5);
        assertThat(told()).isEqualTo(SHORT_LOG);
        assertThat(gaps.count()).isZero();
    }

    @Test
    void aSnapshotThatIsSecuredLateLeavesNoGap() throws Exception {
        aShortLog();
        tell(0, 5);
        writer.secure(3);
        restart();
        writer.restored(3);
        tell(4, 5);
        awaitReached(5);
        assertThat(told()).isEqualTo(SHORT_LOG);
    }

    @Test
    void aSnapshotOfAnotherVoterIsAGap() throws Exception {
        aShortLog();
        tell(0, 1);
        writer.restored(4);
        tell(5, 5);
        awaitReached(5);
        assertThat(told()).containsExactly("5-0 job_started", "5-1 job_completed");
        assertThat(history().beginning())
                .isEqualTo(new Gone(history().log(), EventId.endOf(4), new EventId(5, 0)));
        assertThat(gaps.count()).isEqualTo(1);
    }

    @Test
    void aSnapshotWithoutAHistoryIsAGap() throws Exception {
        writer.restored(1_000);
        awaitReached(1_000);
        assertThat(history().beginning().isPartial()).isTrue();
        assertThat(told()).isEmpty();
    }

    /** Between the lost end and the snapshot there may have been anything. */
    @Test
    void aTornEndBeforeASnapshotIsAGap() throws Exception {
        aShortLog();
        tell(0, 3);
        awaitReached(3);
        restart();
        writer.restored(3);
        tell(4, 5);
        awaitReached(5);
        assertThat(told().getFirst()).isEqualTo("4-0 job_assigned");
    }

    @Test
    void aDiskThatStandsStillCostsAGapAndNoMemory() throws Exception {
        writer.close();
        news = new EventNews();
        writer = new EventWriter(folder, 1 << 20, 10, news, gaps);
        writer.opening(CLUSTER);
        aShortLog();
        for (int i = 1; i <= 500; i++) {
            entry(Nouns.submit(i));
        }
        tell(0, 505);
        AtomicLong last = new AtomicLong();
        await().atMost(Duration.ofSeconds(10))
                .until(
                        () -> {
                            long next = entry(Nouns.submit(log.size()));
                            last.set(next);
                            tell((int) next, (int) next);
                            return news.index() >= next - 1;
                        });
        awaitReached(last.get());
        List<String> told = told();
        assertThat(told.getLast()).isEqualTo(last + "-0 job_submitted");
        assertThat(gaps.count()).isPositive();
        assertThat(history().beginning().isPartial()).isTrue();
        long first = Long.parseLong(told.getFirst().split("-", -1)[0]);
        assertThat(told).hasSize((int) (last.get() - first + 1));
    }

    @Test
    void anotherClusterHasAnotherHistory() throws Exception {
        aShortLog();
        tell(0, 5);
        end();
        news = new EventNews();
        writer = new EventWriter(folder, 1 << 20, 100_000, news, gaps);
        writer.opening(new UUID(8, 8));
        assertThat(told()).isEmpty();
        try (Stream<Path> folders = Files.list(folder)) {
            assertThat(folders).hasSize(2);
        }
    }
}
