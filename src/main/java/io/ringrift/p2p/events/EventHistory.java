package io.ringrift.p2p.events;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The events of this voter's log on its disk: an unbroken stretch of them, the newest, up to a
 * size. What cannot be continued without a gap begins anew. One thread writes, any number reads.
 */
final class EventHistory implements AutoCloseable {

    /** Files that the size is divided into; the oldest goes when a new one is begun. */
    static final int FILES = 64;

    private static final Logger LOG = LoggerFactory.getLogger(EventHistory.class);

    private final String log;
    private final Path folder;
    private final long fileSize;
    private volatile List<Segment> segments;
    private FileChannel out;

    private EventHistory(String log, Path folder, long fileSize, List<Segment> segments)
            throws IOException {
        this.log = log;
        this.folder = folder;
        this.fileSize = fileSize;
        this.segments = List.copyOf(segments);
        this.out = channel(segments.getLast());
    }

    /**
     * Goes on with what an earlier run left, or begins before the first event.
     *
     * @param log whose events these are, in the ids that clients get
     * @param keepBytes what all files together may take
     */
    static EventHistory open(String log, Path folder, long keepBytes) throws IOException {
        Files.createDirectories(folder);
        List<Segment> found = new ArrayList<>();
        for (Path file : files(folder)) {
            Segment segment = Segment.open(file);
            if (segment == null) {
                LOG.warn("{} was never begun and is deleted", file);
                Files.delete(file);
            } else {
                found.add(segment);
            }
        }
        if (found.isEmpty()) {
            found.add(Segment.create(folder, EventId.START));
        }
        found.getLast().recover();
        return new EventHistory(log, folder, keepBytes / FILES, found);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(".events")).sorted().toList();
        }
    }

    private static FileChannel channel(Segment segment) throws IOException {
        return FileChannel.open(
                segment.file(), StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    /** Names the log in ids. */
    String log() {
        return log;
    }

    /** Everything after this, up to {@link #last}, is there. */
    EventId floor() {
        return segments.getFirst().base();
    }

    /** Up to here everything is there. */
    EventId last() {
        return segments.getLast().last();
    }

    /** The files, oldest first; the last one grows. */
    List<Segment> segments() {
        return segments;
    }

    /** Adds events that follow {@link #last} without a gap, in order. */
    void append(List<StoredEvent> events) throws IOException {
        if (events.isEmpty()) {
            return;
        }
        byte[] bytes = EventRecords.encode(events);
        ByteBuffer left = ByteBuffer.wrap(bytes);
        while (left.hasRemaining()) {
            out.write(left);
        }
        Segment active = segments.getLast();
        active.grown(bytes.length, events.getLast().id());
        if (active.length() >= fileSize) {
            force();
            begin(active.last());
        }
    }

    /** Everything that was added is on the disk afterwards. */
    void force() throws IOException {
        out.force(true);
    }

    /** Begins anew behind a gap: what was kept before it is gone. */
    synchronized void restart(EventId base) throws IOException {
        out.close();
        for (Segment old : segments) {
            Files.deleteIfExists(old.file());
        }
        Segment fresh = Segment.create(folder, base);
        out = channel(fresh);
        segments = List.of(fresh);
    }

    private synchronized void begin(EventId base) throws IOException {
        Segment fresh = Segment.create(folder, base);
        out.close();
        out = channel(fresh);
        List<Segment> now = new ArrayList<>(segments);
        now.add(fresh);
        while (now.size() > FILES) {
            Files.deleteIfExists(now.removeFirst().file());
        }
        segments = List.copyOf(now);
    }

    /** Gives up a file that cannot be read, and with it all that is older. */
    synchronized void giveUp(Segment damaged) throws IOException {
        int at = segments.indexOf(damaged);
        if (at < 0 || at == segments.size() - 1) {
            return;
        }
        LOG.error("{} is damaged; the history of events begins behind it now", damaged.file());
        for (Segment old : segments.subList(0, at + 1)) {
            Files.deleteIfExists(old.file());
        }
        segments = List.copyOf(segments.subList(at + 1, segments.size()));
    }

    /**
     * A reader of everything after a place.
     *
     * @throws GoneException when some of it is not kept
     */
    EventCursor after(EventId place) throws GoneException {
        List<Segment> now = segments;
        Segment from = null;
        for (Segment one : now) {
            if (!one.base().isAfter(place)) {
                from = one;
            }
        }
        if (from == null) {
            throw gone();
        }
        return new EventCursor(this, from, place);
    }

    /** What to tell whom a part of the history is missing. */
    GoneException gone() {
        return new GoneException(beginning());
    }

    /** Where the history begins. */
    Gone beginning() {
        Segment first = segments.getFirst();
        try {
            EventCursor.Batch one =
                    new EventCursor(this, first, first.base()).next(EventFilter.ANY, 1, 1_000);
            return new Gone(
                    log,
                    first.base(),
                    one.events().isEmpty() ? null : one.events().getFirst().id());
        } catch (IOException | GoneException changing) {
            return new Gone(log, floor(), null);
        }
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
