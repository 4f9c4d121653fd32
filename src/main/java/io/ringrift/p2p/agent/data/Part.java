package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.agent.data.Arrivals.Arrival;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/**
 * What has come of a file so far: {@code files/.incoming/<sha256>.put}. It outlives the node, so
 * that the rest can follow.
 */
final class Part {

    private static final int BLOCK = 512 << 10;

    private final DataFolders folders;
    private final Path name;

    Part(DataFolders folders, Sha256 sha256) {
        this.folders = folders;
        this.name = Path.of(sha256 + ".put");
    }

    Path path() {
        return folders.path().resolve(DataFolders.INCOMING).resolve(name);
    }

    private SecureDirectoryStream<Path> folder() throws IOException {
        return folders.top(DataFolders.INCOMING);
    }

    /** Bytes that are there, 0 when it has not begun. */
    long size() throws IOException {
        try (SecureDirectoryStream<Path> folder = folder()) {
            return DataFolders.attributes(folder, name).size();
        } catch (NoSuchFileException notBegun) {
            return 0;
        }
    }

    FileStamp stamp() throws IOException {
        try (SecureDirectoryStream<Path> folder = folder()) {
            return FileStamp.of(DataFolders.attributes(folder, name));
        }
    }

    /**
     * Writes more of it behind what is there; what has come stays also when it fails.
     *
     * @param length how much must come
     * @param arrival is told the same bytes
     * @throws EOFException when less came
     */
    void append(InputStream in, long length, @Nullable Arrival arrival) throws IOException {
        try (SecureDirectoryStream<Path> folder = folder();
                FileChannel out = open(folder, StandardOpenOption.CREATE)) {
            byte[] block = new byte[(int) Math.min(BLOCK, length)];
            long left = length;
            while (left > 0) {
                left -= append(in, block, (int) Math.min(block.length, left), out, arrival);
            }
        }
    }

    /** The web server gives a few KiB at a time; the disk wants more. */
    private static int append(
            InputStream in, byte[] block, int length, FileChannel out, @Nullable Arrival arrival)
            throws IOException {
        int filled = 0;
        try {
            while (filled < length) {
                int read = in.read(block, filled, length - filled);
                if (read < 0) {
                    throw new EOFException("the body ended early");
                }
                filled += read;
            }
        } finally {
            ByteBuffer buffer = ByteBuffer.wrap(block, 0, filled);
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            if (arrival != null) {
                arrival.update(block, filled);
            }
        }
        return filled;
    }

    private FileChannel open(SecureDirectoryStream<Path> folder, StandardOpenOption create)
            throws IOException {
        return (FileChannel)
                folder.newByteChannel(
                        name,
                        Set.of(
                                StandardOpenOption.WRITE,
                                StandardOpenOption.APPEND,
                                create,
                                LinkOption.NOFOLLOW_LINKS));
    }

    Sha256 digest() throws IOException {
        try (SecureDirectoryStream<Path> folder = folder();
                FileChannel in = DataFolders.read(folder, name)) {
            return Hashing.of(in, Hashing.block(), () -> false);
        }
    }

    void force() throws IOException {
        try (SecureDirectoryStream<Path> folder = folder();
                FileChannel out = open(folder, StandardOpenOption.CREATE)) {
            out.force(true);
        }
    }

    /** Nothing of it is left. */
    void drop() throws IOException {
        try (SecureDirectoryStream<Path> folder = folder()) {
            folder.deleteFile(name);
        } catch (NoSuchFileException never) {
            return;
        }
    }
}
