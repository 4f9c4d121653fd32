package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Gives complete, verified bytes their final name. It takes a hard link, since that is the one call
 * that never replaces what is there, also when another process does the same at the same moment.
 */
final class Placing {

    private final DataFolders folders;

    Placing(DataFolders folders) {
        this.folders = folders;
    }

    /**
     * Places a file; its first name stays.
     *
     * @param source a regular file on the disk already, in the same file system if that can be
     * @param stamp that it had when it was verified
     * @return what the placed file is known by
     * @throws FileAlreadyExistsException when there is something under the name
     * @throws NameClashException when a folder would be taken for another one
     * @throws IOException when the bytes are not those that were verified any more, or it failed
     */
    FileStamp place(Path source, FileStamp stamp, DataKind kind, DataPath path) throws IOException {
        try (SecureDirectoryStream<Path> folder = folders.folderOf(kind, path, true)) {
            Path name = DataFolders.name(path);
            Path target = folders.path(kind, path);
            link(source, target, folder, name);
            FileStamp placed = FileStamp.of(DataFolders.attributes(folder, name));
            boolean same =
                    placed.size() == stamp.size()
                            && placed.modifiedNanos() == stamp.modifiedNanos();
            if (!same) {
                folder.deleteFile(name);
                throw new IOException("the file changed while it got its name");
            }
            DataFolders.force(folders.parent(kind, path));
            return placed;
        }
    }

    private void link(Path source, Path target, SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        try {
            Files.createLink(target, source);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException noLinks) {
            copy(source, folder, name);
        }
    }

    /** Where there are no hard links, or not from there: a copy that gets its name at once. */
    private void copy(Path source, SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        Path copy = Files.createTempFile(folders.path().resolve(DataFolders.INCOMING), "c", ".put");
        try (SecureDirectoryStream<Path> incoming = folders.top(DataFolders.INCOMING)) {
            Files.copy(
                    source,
                    copy,
                    LinkOption.NOFOLLOW_LINKS,
                    StandardCopyOption.COPY_ATTRIBUTES,
                    StandardCopyOption.REPLACE_EXISTING);
            try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            refuseExisting(folder, name);
            incoming.move(copy.getFileName(), folder, name);
        } finally {
            Files.deleteIfExists(copy);
        }
    }

    private static void refuseExisting(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        try {
            DataFolders.attributes(folder, name);
        } catch (NoSuchFileException free) {
            return;
        }
        throw new FileAlreadyExistsException(name.toString());
    }
}
