package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The folders {@code <data-dir>/files/<kind>}. Each is opened through the handle of the one above
 * it and never through a link, so that nothing that is put there leads out. Names that begin with a
 * dot are the node's own: {@value #INCOMING} for what is not complete, {@value #ASIDE} for what
 * turned out to be damaged.
 */
public final class DataFolders {

    public static final String INCOMING = ".incoming";
    static final String ASIDE = ".aside";
    public static final String FACTS = ".facts";

    private final Path root;

    public DataFolders(Path dataDir) {
        this.root = dataDir.resolve("files");
    }

    /**
     * Makes what is missing.
     *
     * @throws IOException when it cannot be made, or when the machine knows no folder handles
     */
    public void open(Set<DataKind> kinds) throws IOException {
        Files.createDirectories(root);
        List<String> names = new ArrayList<>(List.of(INCOMING, ASIDE, FACTS));
        kinds.forEach(kind -> names.add(kind.value()));
        for (String name : names) {
            try (SecureDirectoryStream<Path> top = root()) {
                child(top, root, name, true).close();
            }
        }
    }

    public Path path() {
        return root;
    }

    /** Where the folder of a file lies, for calls that know no handles. */
    Path parent(DataKind kind, DataPath path) {
        List<String> segments = path.segments();
        Path parent = root.resolve(kind.value());
        for (String segment : segments.subList(0, segments.size() - 1)) {
            parent = parent.resolve(segment);
        }
        return parent;
    }

    /** Where a file lies, for calls that know no handles. */
    public Path path(DataKind kind, DataPath path) {
        return root.resolve(kind.value()).resolve(path.value());
    }

    private SecureDirectoryStream<Path> root() throws IOException {
        return handle(root);
    }

    /**
     * Goes down from a folder, never through a link.
     *
     * @throws NoSuchFileException when something of it is not there
     */
    static SecureDirectoryStream<Path> into(Path top, List<String> names) throws IOException {
        SecureDirectoryStream<Path> folder = handle(top);
        for (String name : names) {
            try (SecureDirectoryStream<Path> above = folder) {
                folder = enter(above, step(name));
            }
        }
        return folder;
    }

    @SuppressWarnings("StreamResourceLeak") // the caller closes it
    private static SecureDirectoryStream<Path> handle(Path top) throws IOException {
        DirectoryStream<Path> stream = Files.newDirectoryStream(top);
        if (stream instanceof SecureDirectoryStream<Path> secure) {
            return secure;
        }
        stream.close();
        throw new IOException("this system has no folder handles, so links cannot be kept out");
    }

    /** One of the folders right below {@code files}. */
    public SecureDirectoryStream<Path> top(String name) throws IOException {
        try (SecureDirectoryStream<Path> top = root()) {
            return child(top, root, name, false);
        }
    }

    /**
     * The folder in which a file lies.
     *
     * @param create whether to make what is missing of it
     * @throws NoSuchFileException when it is not there
     * @throws NameClashException when a folder of it would be taken for another one
     */
    public SecureDirectoryStream<Path> folderOf(DataKind kind, DataPath path, boolean create)
            throws IOException {
        List<String> segments = path.segments();
        Path where = root.resolve(kind.value());
        SecureDirectoryStream<Path> folder = top(kind.value());
        for (String segment : segments.subList(0, segments.size() - 1)) {
            try (SecureDirectoryStream<Path> above = folder) {
                folder = child(above, where, segment, create);
            }
            where = where.resolve(segment);
        }
        return folder;
    }

    private static SecureDirectoryStream<Path> child(
            SecureDirectoryStream<Path> above, Path where, String name, boolean create)
            throws IOException {
        Path step = step(name);
        try {
            return enter(above, step);
        } catch (NoSuchFileException absent) {
            if (!create) {
                throw absent;
            }
        }
        refuseClash(above, name);
        try {
            Files.createDirectory(where.resolve(step));
            force(where);
        } catch (FileAlreadyExistsException another) {
            // Somebody else made it; whatever it is, it is opened without following it.
        }
        return enter(above, step);
    }

    private static SecureDirectoryStream<Path> enter(SecureDirectoryStream<Path> above, Path name)
            throws IOException {
        if (!attributes(above, name).isDirectory()) {
            throw new NotDirectoryException(name.toString());
        }
        return above.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Looks for a name that some file systems would take for this one.
     *
     * @throws NameClashException when something in the folder has the same name but for its case
     */
    public static void refuseClash(DirectoryStream<Path> folder, String name) throws IOException {
        String folded = folded(name);
        try {
            for (Path entry : folder) {
                String other = entry.getFileName().toString();
                if (!other.equals(name) && folded(other).equals(folded)) {
                    throw new NameClashException("'" + other + "' is there");
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static String folded(String name) {
        return Normalizer.normalize(
                name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    /** One name as a path of one step. */
    static Path step(String name) throws NoSuchFileException {
        try {
            return Path.of(name);
        } catch (InvalidPathException unspeakable) {
            throw new NoSuchFileException(name, null, "this machine cannot write that name");
        }
    }

    public static Path name(DataPath path) throws NoSuchFileException {
        return step(path.segments().getLast());
    }

    /** Deletes what in one of the node's own folders nobody has touched for so long. */
    void dropOlder(String name, String suffix, Instant than) throws IOException {
        try (SecureDirectoryStream<Path> folder = top(name)) {
            for (Path entry : folder) {
                Path file = entry.getFileName();
                boolean old =
                        file.toString().endsWith(suffix)
                                && attributes(folder, file)
                                        .lastModifiedTime()
                                        .toInstant()
                                        .isBefore(than);
                if (old) {
                    folder.deleteFile(file);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** The folder of a config stays; those below it were made for what lies in them. */
    void dropEmpty(DataKind kind, DataPath path) {
        List<String> segments = path.segments();
        for (int depth = segments.size() - 1; depth > 1; depth--) {
            DataPath inner = new DataPath(String.join("/", segments.subList(0, depth)));
            try (SecureDirectoryStream<Path> above = folderOf(kind, inner, false)) {
                above.deleteDirectory(name(inner));
            } catch (IOException notEmptyOrGone) {
                return;
            }
        }
    }

    /** What a name is, without following it. */
    public static BasicFileAttributes attributes(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        return folder.getFileAttributeView(
                        name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes();
    }

    /**
     * Opens a file to be read, without following its name.
     *
     * @throws NoSuchFileException when it is no regular file
     */
    public static FileChannel read(SecureDirectoryStream<Path> folder, Path name)
            throws IOException {
        if (!attributes(folder, name).isRegularFile()) {
            throw new NoSuchFileException(name.toString(), null, "is not a regular file");
        }
        return (FileChannel)
                folder.newByteChannel(
                        name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }

    /** What happened in a folder survives a power cut after this. */
    public static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
