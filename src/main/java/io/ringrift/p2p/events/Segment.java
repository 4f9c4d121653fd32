package io.ringrift.p2p.events;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;

/**
 * One file of the history: a head that names the place behind which it goes on, then {@link
 * EventRecords}. One thread appends; any number reads what it has published.
 */
final class Segment {

    /** Magic, index and position. */
    static final int HEAD = 20;

    private static final long MAGIC = 0x52525032_45565431L; // RRP2EVT1
    private static final int CHUNK = 256 << 10;

    private final Path file;
    private final EventId base;
    private volatile long length;
    private volatile EventId last;
    private volatile @Nullable SubjectHashes subjects;

    private Segment(Path file, EventId base, long length) {
        this.file = file;
        this.base = base;
        this.length = length;
        this.last = base;
    }

    static Segment create(Path folder, EventId base) throws IOException {
        Path file =
                folder.resolve(
                        String.format(
                                Locale.ROOT,
                                "%020d-%010d.events",
                                base.index() + 1,
                                base.position()));
        ByteBuffer head = ByteBuffer.allocate(HEAD).putLong(MAGIC).putLong(base.index());
        Files.write(file, head.putInt(base.position()).array());
        return new Segment(file, base, HEAD);
    }

    /**
     * A file of an earlier run, whose end is taken as it is; null when it was not even begun.
     *
     * @see #recover()
     */
    static @Nullable Segment open(Path file) throws IOException {
        long length = Files.size(file);
        if (length < HEAD) {
            return null;
        }
        ByteBuffer head = read(file, 0, HEAD);
        return head.getLong() == MAGIC
                ? new Segment(file, new EventId(head.getLong(), head.getInt()), length)
                : null;
    }

    /** Finds the last whole record and cuts off what a dying process left half written. */
    void recover() throws IOException {
        long good = HEAD;
        try {
            ByteBuffer chunk = read(good);
            while (chunk.hasRemaining()) {
                int whole = lastOfChunk(chunk);
                if (whole == 0) {
                    break;
                }
                good += whole;
                chunk = read(good);
            }
        } finally {
            length = good;
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(good);
            }
        }
    }

    private int lastOfChunk(ByteBuffer chunk) {
        int whole = 0;
        try {
            for (StoredEvent event; (event = EventRecords.next(chunk)) != null; ) {
                last = event.id();
                whole = chunk.position();
            }
        } catch (EventRecords.DamagedException torn) {
            chunk.limit(chunk.position());
        }
        return whole;
    }

    Path file() {
        return file;
    }

    /** Everything in here is after this. */
    EventId base() {
        return base;
    }

    /** Nothing in here is after this; known for files that this run has written or recovered. */
    EventId last() {
        return last;
    }

    /** Bytes that may be read. */
    long length() {
        return length;
    }

    /** Publishes what was written. */
    void grown(int bytes, EventId newLast) {
        last = newLast;
        long longer = length + bytes;
        length = longer;
    }

    /** From a place on, at least one whole record if there is one, empty at the end. */
    ByteBuffer read(long from) throws IOException {
        ByteBuffer chunk = read(from, CHUNK);
        if (chunk.remaining() < 4) {
            return chunk;
        }
        int need = chunk.getInt(0) + 8;
        return need > chunk.remaining() && need <= EventRecords.MAX_BYTES
                ? read(from, need)
                : chunk;
    }

    private ByteBuffer read(long from, int most) throws IOException {
        return read(file, from, (int) Math.min(most, length - from));
    }

    /** Each time by a channel of its own: an interrupted reader closes only that. */
    private static ByteBuffer read(Path file, long from, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(size);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, from + bytes.position()) < 0) {
                    throw new EOFException(file + " is shorter than it was");
                }
            }
        }
        return bytes.flip();
    }

    /** Whom this file is about; asked only when nothing is added any more. */
    SubjectHashes subjects() throws IOException {
        SubjectHashes known = subjects;
        if (known == null) {
            SubjectHashes found = new SubjectHashes();
            long at = HEAD;
            ByteBuffer chunk = read(at);
            while (chunk.hasRemaining()) {
                for (StoredEvent event; (event = EventRecords.next(chunk)) != null; ) {
                    found.add(event);
                }
                if (chunk.position() == 0) {
                    throw new EventRecords.DamagedException();
                }
                at += chunk.position();
                chunk = read(at);
            }
            known = found.done();
            subjects = known;
        }
        return known;
    }
}
