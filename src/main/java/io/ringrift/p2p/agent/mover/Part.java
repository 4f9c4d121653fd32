package io.ringrift.p2p.agent.mover;

import io.ringrift.p2p.agent.mover.MoveFailedException.Hope;
import io.ringrift.p2p.model.data.DataFile;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * A file that is not complete: {@code files/.incoming/<sha256>.part} and the {@link Journal} beside
 * it. Whoever has it open is alone with it; the system takes the lock back with the process.
 */
final class Part implements AutoCloseable {

    /** One byte of this file stands for each digest; it stays, so nobody locks a deleted file. */
    private static final String LOCKS = "locks";

    /** The JDK copies what it is to write, and with so little the copy stays in the cache. */
    private static final int PIECE = 128 << 10;

    private final Path path;
    private final Path notes;
    private final FileChannel locks;
    private final FileChannel data;
    private final Journal journal;
    private final FileChannel journalChannel;
    private final int blockBytes;
    private final Consumer<Step> steps;
    private final ReentrantLock pen = new ReentrantLock();
    private final Map<Long, Written> written = new HashMap<>();

    /**
     * A block that came in this life.
     *
     * @param sources bit i is set when bytes of it came from source i
     */
    record Written(int sum, long sources) {}

    private Part(
            Path path,
            Path notes,
            FileChannel locks,
            FileChannel data,
            FileChannel journalChannel,
            int blockBytes,
            Consumer<Step> steps)
            throws IOException {
        this.path = path;
        this.notes = notes;
        this.locks = locks;
        this.data = data;
        this.journalChannel = journalChannel;
        this.journal = new Journal(journalChannel);
        this.blockBytes = blockBytes;
        this.steps = steps;
    }

    /**
     * Opens or makes it.
     *
     * @param incoming handle of the folder, so that no link is followed
     * @param folder the same folder by its name
     * @throws MoveFailedException when another process moves the same bytes
     */
    static Part open(
            SecureDirectoryStream<Path> incoming,
            Path folder,
            DataFile file,
            int blockBytes,
            Consumer<Step> steps)
            throws IOException, MoveFailedException {
        String digest = file.key().sha256().hex();
        FileChannel locks = channel(incoming, LOCKS);
        FileChannel data = null;
        FileChannel notes = null;
        boolean open = false;
        try {
            FileLock lock = lock(locks, Long.parseUnsignedLong(digest.substring(0, 16), 16) >>> 2);
            if (lock == null) {
                throw new MoveFailedException(
                        Hope.LATER, file.key().path() + " is being moved by another job");
            }
            data = channel(incoming, digest + ".part");
            notes = channel(incoming, digest + ".journal");
            Path path = folder.resolve(digest + ".part");
            Part part =
                    new Part(
                            path,
                            folder.resolve(digest + ".journal"),
                            locks,
                            data,
                            notes,
                            blockBytes,
                            steps);
            steps.accept(Step.PART_OPENED);
            open = true;
            return part;
        } finally {
            if (!open) {
                close(data, notes, locks);
            }
        }
    }

    private static FileChannel channel(SecureDirectoryStream<Path> folder, String name)
            throws IOException {
        return (FileChannel)
                folder.newByteChannel(
                        Path.of(name),
                        Set.of(
                                StandardOpenOption.CREATE,
                                StandardOpenOption.READ,
                                StandardOpenOption.WRITE,
                                LinkOption.NOFOLLOW_LINKS));
    }

    private static @Nullable FileLock lock(FileChannel locks, long position) throws IOException {
        try {
            return locks.tryLock(position, 1, false);
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    Path path() {
        return path;
    }

    /** As they are now; they stay when it gets another name. */
    BasicFileAttributes attributes() throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Bytes that an earlier life left, as far as its notes say. */
    long noted(long size) {
        return Math.min(size, (long) journal.blocks() * blockBytes);
    }

    /**
     * Reads back what is there of a chunk.
     *
     * @param first number of its first block
     * @return how many bytes from its beginning are complete and unharmed
     */
    int readBack(long first, byte[] buffer, int length) throws IOException {
        int good = 0;
        for (long block = first; good < length && journal.has(block); block++) {
            int end = Math.min(length, good + blockBytes);
            ByteBuffer target = ByteBuffer.wrap(buffer, good, end - good);
            long offset = first * blockBytes;
            while (target.hasRemaining() && data.read(target, offset + target.position()) >= 0) {
                // Until the block is there.
            }
            if (target.hasRemaining()
                    || !journal.has(block, Journal.sum(buffer, good, end - good))) {
                break;
            }
            good = end;
        }
        return good;
    }

    /** Writes a block and notes it. */
    void write(long block, byte[] buffer, int from, int length, long sources) throws DiskException {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(buffer, from, length);
            write(bytes, block * blockBytes);
            steps.accept(Step.BLOCK_WRITTEN);
            int sum = Journal.sum(buffer, from, length);
            synchronized (written) {
                written.put(block, new Written(sum, sources));
            }
            journal.note(block, sum);
            steps.accept(Step.BLOCK_NOTED);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    /**
     * One at a time. The system lets nobody else write to this file meanwhile anyway, and who waits
     * for that inside the system does so at the cost of a core.
     */
    private void write(ByteBuffer bytes, long position) throws IOException {
        pen.lock();
        try {
            int end = bytes.limit();
            long at = position;
            while (bytes.position() < end) {
                bytes.limit(Math.min(end, bytes.position() + PIECE));
                at += data.write(bytes, at);
            }
        } finally {
            pen.unlock();
        }
    }

    /** What came in this life, by block. */
    Map<Long, Written> written() {
        synchronized (written) {
            return Map.copyOf(written);
        }
    }

    /** Whether nothing in it is of an earlier life. */
    boolean isAllOfThisLife() {
        synchronized (written) {
            return journal.blocks() == written.size();
        }
    }

    /** Begins anew: something in it is wrong. */
    void clear() throws IOException {
        journal.clear();
        data.truncate(0);
        synchronized (written) {
            written.clear();
        }
    }

    void force() throws IOException {
        data.force(true);
    }

    /** Forgets it: the file lies under its final name, or there is no room for it. */
    void delete() throws IOException {
        Files.deleteIfExists(notes);
        Files.deleteIfExists(path);
    }

    @Override
    public void close() throws IOException {
        close(data, journalChannel, locks);
    }

    private static void close(@Nullable FileChannel... channels) throws IOException {
        for (FileChannel channel : channels) {
            if (channel != null) {
                channel.close();
            }
        }
    }
}
