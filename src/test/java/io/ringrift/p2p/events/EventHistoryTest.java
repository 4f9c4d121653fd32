package io.ringrift.p2p.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.model.JobId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

class EventHistoryTest {

    /** 16 KiB per file: about 60 events. */
    private static final long KEEP = 1 << 20;

    @TempDir Path folder;

    private static StoredEvent event(long index, int position, String type, int job) {
        return new StoredEvent(
                new EventId(index, position),
                type,
                List.of(Nouns.job(job)),
                job % 2 == 0 ? List.of(Nouns.A) : List.of(),
                "{\"text\":\"" + "x".repeat(200) + "\"}");
    }

    /** Two events per entry, at every third index: most entries of a log are no events. */
    private static List<StoredEvent> events(int from, int entries) {
        List<StoredEvent> events = new ArrayList<>();
        for (int i = from; i < from + entries; i++) {
            events.add(event(3L * i, 0, "job_assigned", i));
            events.add(event(3L * i, 1, "job_started", i));
        }
        return events;
    }

    private EventHistory open() throws IOException {
        return EventHistory.open("0b5c7d1e", folder, KEEP);
    }

    private static List<EventId> ids(List<StoredEvent> events) {
        return events.stream().map(StoredEvent::id).toList();
    }

    private static List<EventId> all(EventHistory history, EventId after, EventFilter filter)
            throws IOException, GoneException {
        List<EventId> found = new ArrayList<>();
        EventCursor cursor = history.after(after);
        EventCursor.Batch batch;
        do {
            batch = cursor.next(filter, 7, 50);
            found.addAll(ids(batch.events()));
        } while (!batch.atEnd());
        return found;
    }

    private void append(EventHistory history, List<StoredEvent> events) throws IOException {
        for (int i = 0; i < events.size(); i += 5) {
            history.append(events.subList(i, Math.min(events.size(), i + 5)));
        }
    }

    @Test
    void anEmptyOneHasABeginningAndNoEnd() throws Exception {
        try (EventHistory history = open()) {
            assertThat(all(history, EventId.START, EventFilter.ANY)).isEmpty();
            assertThat(history.beginning().isPartial()).isFalse();
            assertThat(history.after(new EventId(99, 3)).next(EventFilter.ANY, 10, 10).atEnd())
                    .isTrue();
        }
    }

    @Test
    void everyPlaceCanBeResumedExactly() throws Exception {
        List<StoredEvent> events = events(0, 200);
        try (EventHistory history = open()) {
            append(history, events);
            assertThat(history.segments()).hasSizeGreaterThan(3);
            List<EventId> ids = ids(events);
            for (int i = 0; i < ids.size(); i++) {
                assertThat(all(history, ids.get(i), EventFilter.ANY))
                        .isEqualTo(ids.subList(i + 1, ids.size()));
            }
            // Places that are no event are places all the same.
            assertThat(all(history, new EventId(1, 5), EventFilter.ANY)).startsWith(ids.get(2));
            assertThat(all(history, EventId.endOf(3), EventFilter.ANY)).startsWith(ids.get(4));
        }
    }

    @Test
    void aReaderAtTheEndFindsWhatComes() throws Exception {
        try (EventHistory history = open()) {
            EventCursor cursor = history.after(history.last());
            List<EventId> found = new ArrayList<>();
            List<StoredEvent> events = events(0, 150);
            for (StoredEvent event : events) {
                history.append(List.of(event));
                found.addAll(ids(cursor.next(EventFilter.ANY, 10, 10).events()));
                assertThat(cursor.next(EventFilter.ANY, 10, 10).atEnd()).isTrue();
            }
            assertThat(found).isEqualTo(ids(events));
        }
    }

    @Test
    void itGoesOnAfterARestart() throws Exception {
        List<StoredEvent> events = events(0, 200);
        try (EventHistory history = open()) {
            append(history, events.subList(0, 250));
        }
        try (EventHistory history = open()) {
            assertThat(history.last()).isEqualTo(events.get(249).id());
            append(history, events.subList(250, 400));
            assertThat(all(history, EventId.START, EventFilter.ANY)).isEqualTo(ids(events));
        }
    }

    @Test
    void theOldestGoWhenItIsFullAndThatIsSaid() throws Exception {
        List<StoredEvent> events = events(0, 4_000);
        try (EventHistory history = open()) {
            append(history, events);
            assertThat(history.segments()).hasSize(EventHistory.FILES);
            try (var files = Files.list(folder)) {
                assertThat(files.mapToLong(file -> file.toFile().length()).sum())
                        .isLessThan(KEEP + KEEP / 16);
            }
            EventId floor = history.floor();
            Gone gone = gone(history, EventId.START);
            assertThat(gone.startsAfter()).isEqualTo(floor);
            List<EventId> left = all(history, floor, EventFilter.ANY);
            assertThat(gone.oldest()).isEqualTo(left.getFirst());
            assertThat(left).isEqualTo(ids(events).subList(events.size() - left.size(), 8_000));
            EventId before = ids(events).get(events.size() - left.size() - 2);
            assertThat(gone(history, before).startsAfter()).isEqualTo(floor);
            assertThat(history.beginning().isPartial()).isTrue();
        }
    }

    private static Gone gone(EventHistory history, EventId after) {
        GoneException gone = catchThrowableOfType(GoneException.class, () -> history.after(after));
        assertThat(gone).isNotNull();
        return gone.gone();
    }

    @Test
    void aReaderThatIsOvertakenIsTold() throws Exception {
        try (EventHistory history = open()) {
            append(history, events(0, 50));
            EventCursor slow = history.after(EventId.START);
            assertThat(slow.next(EventFilter.ANY, 3, 3).events()).hasSize(3);
            append(history, events(50, 5_000));
            assertThatThrownBy(() -> slow.next(EventFilter.ANY, 3, 3))
                    .isInstanceOf(GoneException.class);
        }
    }

    @Test
    void aGapBeginsItAnewAndReadersAreTold() throws Exception {
        try (EventHistory history = open()) {
            append(history, events(0, 50));
            EventCursor reader = history.after(history.last());
            history.restart(EventId.endOf(1_000));
            append(history, events(334, 2));
            assertThatThrownBy(() -> reader.next(EventFilter.ANY, 3, 3))
                    .isInstanceOf(GoneException.class);
            assertThat(gone(history, new EventId(150, 0)).oldest())
                    .isEqualTo(new EventId(1_002, 0));
            // Whoever saw only a part of the last lost entry may have missed the rest.
            assertThat(gone(history, new EventId(1_000, 0))).isNotNull();
            assertThat(all(history, EventId.endOf(1_000), EventFilter.ANY)).hasSize(4);
        }
    }

    @Test
    void aHalfWrittenEndIsCutOff() throws Exception {
        List<StoredEvent> events = events(0, 20);
        Path file;
        try (EventHistory history = open()) {
            history.append(events);
            file = history.segments().getLast().file();
        }
        long whole = Files.size(file);
        for (int cut = 1; cut < 300; cut += 13) {
            Path copy = Files.createDirectories(folder.resolve("cut" + cut));
            Path torn = Files.copy(file, copy.resolve(file.getFileName()));
            try (FileChannel channel = FileChannel.open(torn, StandardOpenOption.WRITE)) {
                channel.truncate(whole - cut);
            }
            try (EventHistory history = EventHistory.open("0b5c7d1e", copy, KEEP)) {
                int left = history.last().equals(events.get(38).id()) ? 39 : 38;
                assertThat(history.last()).isEqualTo(events.get(left - 1).id());
                history.append(events.subList(left, 40));
                assertThat(all(history, EventId.START, EventFilter.ANY)).isEqualTo(ids(events));
            }
        }
    }

    @Test
    void aFileThatWasNeverBegunIsNoHindrance() throws Exception {
        try (EventHistory history = open()) {
            append(history, events(0, 20));
        }
        Files.createFile(folder.resolve("00000000000000000999-0000000000.events"));
        try (EventHistory history = open()) {
            assertThat(all(history, EventId.START, EventFilter.ANY)).hasSize(40);
        }
    }

    @Test
    void aDamagedFileIsAGapThatIsSaid() throws Exception {
        try (EventHistory history = open()) {
            append(history, events(0, 200));
            Segment second = history.segments().get(1);
            byte[] bytes = Files.readAllBytes(second.file());
            bytes[bytes.length / 2] ^= 1;
            Files.write(second.file(), bytes);
            EventId floor = history.segments().get(2).base();
            EventCursor reader = history.after(EventId.START);
            GoneException gone =
                    catchThrowableOfType(
                            GoneException.class,
                            () -> {
                                while (!reader.next(EventFilter.ANY, 100, 100).atEnd()) {
                                    assertThat(history.segments()).isNotEmpty();
                                }
                            });
            assertThat(gone.gone().startsAfter()).isEqualTo(floor);
            assertThat(all(history, floor, EventFilter.ANY)).isNotEmpty();
        }
    }

    @Test
    void aMissingFileInTheMiddleIsAGapThatIsSaid() throws Exception {
        try (EventHistory history = open()) {
            append(history, events(0, 200));
            Files.delete(history.segments().get(1).file());
        }
        try (EventHistory history = open()) {
            assertThatThrownBy(() -> all(history, EventId.START, EventFilter.ANY))
                    .isInstanceOf(GoneException.class);
        }
    }

    @Test
    void aTimelineIsFoundInManyFiles() throws Exception {
        List<StoredEvent> events = events(0, 300);
        try (EventHistory history = open()) {
            append(history, events);
            for (int job : new int[] {0, 1, 150, 299}) {
                EventFilter timeline = filter(Nouns.job(job), null);
                assertThat(all(history, EventId.START, timeline))
                        .containsExactly(new EventId(3L * job, 0), new EventId(3L * job, 1));
                assertThat(history.after(EventId.START).next(timeline, 10, 100_000).reached())
                        .isEqualTo(history.last());
            }
            assertThat(all(history, EventId.START, filter(Nouns.job(999), null))).isEmpty();
            EventFilter node = new EventFilter(Set.of("job_started"), null, Nouns.A);
            assertThat(all(history, EventId.START, node)).hasSize(150);
            assertThat(all(history, EventId.START, filter(null, "job_assigned"))).hasSize(300);
        }
    }

    private static EventFilter filter(@Nullable JobId job, @Nullable String type) {
        return new EventFilter(type == null ? Set.of() : Set.of(type), job, null);
    }

    @Test
    void aMarkIsNoEvent() throws Exception {
        try (EventHistory history = open()) {
            append(history, events(0, 2));
            history.append(List.of(StoredEvent.mark(EventId.endOf(50))));
            assertThat(all(history, EventId.START, EventFilter.ANY)).hasSize(4);
        }
        try (EventHistory history = open()) {
            assertThat(history.last()).isEqualTo(EventId.endOf(50));
        }
    }
}
