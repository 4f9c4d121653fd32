package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.Sha256;

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

    private static final int BLOCK = 128 << 10;

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
     * Writes more of it behind what is there.
     *
     * @param length how much must come
     * @throws EOFException when less came; what came stays
     */
    void append(InputStream in, long length) throws IOException {
        try (SecureDirectoryStream<Path> folder = folder();
                FileChannel out = open(folder, StandardOpenOption.CREATE)) {
            byte[] block = new byte[BLOCK];
            long left = length;
            while (left > 0) {
                int read = in.read(block, 0, (int) Math.min(block.length, left));
                if (read < 0) {
                    throw new EOFException("the body ended early");
                }
                ByteBuffer buffer = ByteBuffer.wrap(block, 0, read);
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
                left -= read;
            }
        }
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
