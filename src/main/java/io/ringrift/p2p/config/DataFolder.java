package io.ringrift.p2p.config;

import io.ringrift.p2p.model.BadSettingException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The node's folder, locked for this process. It exists before anything else touches the folder and
 * is closed after everything else has let go of it. The operating system drops the lock with the
 * process, so kill -9 leaves nothing to clean up.
 */
final class DataFolder implements AutoCloseable {

    private static final String PROPERTY = "ringrift.p2p.data-dir";
    private static final String LOCK_FILE = "lock";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder where it is missing (mode 0700 where the file system knows modes) and
     * locks it.
     *
     * @throws BadSettingException when it is no folder, cannot be written, is nearly full, or
     *     belongs to another process
     */
    static DataFolder open(String dataDir, long minFreeBytes) {
        Path path = path(dataDir);
        try {
            create(path);
            long free = Files.getFileStore(path).getUsableSpace();
            if (free < minFreeBytes) {
                throw bad(
                        path,
                        "has "
                                + (free >> 20)
                                + " MiB left, and a node starts only with at least "
                                + (minFreeBytes >> 20)
                                + " MiB, see RINGRIFT_P2P_MIN_FREE_BYTES");
            }
            return lock(path);
        } catch (FileAlreadyExistsException notFolder) {
            throw bad(path, "must be a folder, but there is a file at " + notFolder.getFile());
        } catch (IOException failed) {
            throw bad(path, "cannot be written: " + reason(failed));
        }
    }

    /** What the system says, without the name of a Java class. */
    private static String reason(IOException failed) {
        String said = failed instanceof FileSystemException fs ? fs.getReason() : null;
        return switch (said) {
            case "Read-only file system" -> "the file system is read-only";
            case null -> failed.toString();
            default -> said;
        };
    }

    /** The folder, absolute. */
    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void create(Path path) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rwx------"))
                        }
                        : new FileAttribute<?>[0];
        Files.createDirectories(path, ownerOnly);
    }

    private static DataFolder lock(Path path) throws IOException {
        Path file = path.resolve(LOCK_FILE);
        FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        boolean held = false;
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw bad(path, "is in use by another node" + holder(file));
            }
            channel.truncate(0);
            String pid = ProcessHandle.current().pid() + "\n";
            channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
            held = true;
            return new DataFolder(path, channel);
        } catch (OverlappingFileLockException same) {
            throw bad(path, "is in use by another node of this same process");
        } finally {
            if (!held) {
                channel.close();
            }
        }
    }

    private static String holder(Path file) throws IOException {
        String pid = Files.readString(file, StandardCharsets.US_ASCII).strip();
        return pid.matches("[0-9]{1,10}") ? " (process " + pid + ")" : "";
    }

    private static Path path(String dataDir) {
        try {
            return Path.of(dataDir).toAbsolutePath().normalize();
        } catch (InvalidPathException malformed) {
            throw new BadSettingException(PROPERTY, dataDir, "is not a path");
        }
    }

    private static BadSettingException bad(Path path, String what) {
        return new BadSettingException(PROPERTY, path, what);
    }
}
