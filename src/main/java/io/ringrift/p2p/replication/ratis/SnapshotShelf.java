package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.replication.codec.SnapshotCodec;

import org.apache.ratis.server.RaftServerConfigKeys.Log.CorruptionPolicy;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.segmented.LogSegment;
import org.apache.ratis.server.raftlog.segmented.LogSegmentPath;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.util.MD5FileUtil;
import org.apache.ratis.util.SizeInBytes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The snapshot files of one voter at its start. A damaged one is put aside only when an older one
 * and the log together still hold everything that it held; otherwise the start is refused.
 */
final class SnapshotShelf {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotShelf.class);
    private static final int BUFFER = 1 << 20;
    private static final Pattern SEGMENT =
            Pattern.compile("log_(?:inprogress_)?(?<start>[0-9]+)(?:-(?<end>[0-9]+))?");

    /** A snapshot file; sorts by its place in the log. */
    private record Found(Path file, TermIndex at) {}

    /** A snapshot that was read before anybody asked for it. */
    private record Ahead(@Nullable Found found, Snapshots.@Nullable Loaded loaded) {

        static final Ahead NOTHING = new Ahead(null, null);
    }

    private final SnapshotCodec codec;
    private CompletableFuture<Ahead> ahead = new CompletableFuture<>();
    private boolean begun;

    SnapshotShelf(SnapshotCodec codec) {
        this.codec = codec;
    }

    /**
     * Begins to read the newest snapshot, so that the rest of the program starts meanwhile.
     * Whatever goes wrong with it goes wrong again, and is told, when the log opens.
     */
    void readAhead(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        Thread.ofPlatform()
                .name("snapshot-read")
                .daemon()
                .start(
                        () -> {
                            try {
                                newestFirst(folder).stream()
                                        .findFirst()
                                        .ifPresent(found -> ahead.complete(readAhead(found)));
                            } catch (IOException | RuntimeException e) {
                                LOG.debug("no snapshot was read ahead", e);
                            } finally {
                                boolean _ = ahead.complete(Ahead.NOTHING);
                            }
                        });
        begun = true;
    }

    private Ahead readAhead(Found found) {
        try {
            return new Ahead(found, read(found));
        } catch (IOException e) {
            LOG.debug("{} was not read ahead", found.file(), e);
            return Ahead.NOTHING;
        }
    }

    /** What was read ahead, taken once; null when it is not this one. */
    private Snapshots.@Nullable Loaded takeAhead(Found found) {
        if (!begun) {
            return null;
        }
        Ahead read = ahead.join();
        begun = false;
        ahead = new CompletableFuture<>();
        return found.equals(read.found()) ? read.loaded() : null;
    }

    /**
     * The state to start from, or null for the empty one. Afterwards its file is the newest.
     *
     * @throws IOException when a snapshot is damaged and nothing can stand in for it
     */
    Snapshots.@Nullable Loaded open(RaftStorage storage) throws IOException {
        Path folder = storage.getStorageDir().getStateMachineDir().toPath();
        removeUnfinished(folder);
        List<Found> damaged = new ArrayList<>();
        Snapshots.Loaded loaded = null;
        for (Found found : newestFirst(folder)) {
            loaded = takeAhead(found);
            loaded = loaded == null ? read(found) : loaded;
            if (loaded != null) {
                saveMissingMd5(found.file());
                break;
            }
            damaged.add(found);
        }
        if (!damaged.isEmpty()) {
            long from = loaded == null ? 0 : loaded.at().getIndex() + 1;
            requireLog(storage, from, damaged.getFirst());
            for (Found one : damaged) {
                putAside(one.file());
            }
        }
        return loaded;
    }

    /** Reads one; null when it is damaged. A disk that cannot be read is not damage. */
    private Snapshots.@Nullable Loaded read(Found found) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(found.file()), BUFFER)) {
            ClusterState state = codec.read(in, Files.size(found.file()));
            return new Snapshots.Loaded(found.at(), state);
        } catch (RuntimeException e) {
            LOG.error("The snapshot {} is damaged", found.file(), e);
            return null;
        }
    }

    private static List<Found> newestFirst(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(SnapshotShelf::isSnapshot)
                    .map(
                            file ->
                                    new Found(
                                            file,
                                            SimpleStateMachineStorage.getTermIndexFromSnapshotFile(
                                                    file.toFile())))
                    .sorted(Comparator.comparingLong((Found one) -> one.at().getIndex()).reversed())
                    .toList();
        }
    }

    /** A kill while one was being written leaves a part of it. */
    private static void removeUnfinished(Path folder) throws IOException {
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, "*.part")) {
            for (Path part : parts) {
                Files.delete(part);
            }
        }
    }

    private static boolean isSnapshot(Path file) {
        return SimpleStateMachineStorage.SNAPSHOT_REGEX
                .matcher(String.valueOf(file.getFileName()))
                .matches();
    }

    /** A kill between the two files leaves a good snapshot that the library would pass over. */
    private static void saveMissingMd5(Path file) throws IOException {
        if (MD5FileUtil.readStoredMd5ForFile(file.toFile()) == null) {
            MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        }
    }

    private static void putAside(Path file) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt");
        Files.move(file, aside);
        Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".md5"));
        LOG.error("The damaged snapshot is put aside as {}; the log stands in for it", aside);
    }

    private static void requireLog(RaftStorage storage, long from, Found damaged)
            throws IOException {
        List<LogSegmentPath> segments = LogSegmentPath.getLogSegmentPaths(storage);
        boolean reachesBack =
                !segments.isEmpty()
                        && start(segments.getFirst()) <= from
                        && end(segments.getLast()) >= damaged.at().getIndex();
        if (!reachesBack) {
            throw new IOException(
                    "the snapshot "
                            + damaged.file()
                            + " is damaged, and neither an older one nor the log holds what it"
                            + " held; restore the data folder from a backup");
        }
    }

    private static long start(LogSegmentPath segment) {
        return Long.parseLong(name(segment).group("start"));
    }

    /** Index of a segment's last entry; the open one must be read for it. */
    private static long end(LogSegmentPath segment) throws IOException {
        String end = name(segment).group("end");
        if (end != null) {
            return Long.parseLong(end);
        }
        int entries =
                LogSegment.readSegmentFile(
                        segment.getPath().toFile(),
                        segment.getStartEnd(),
                        SizeInBytes.valueOf("64MB"),
                        CorruptionPolicy.EXCEPTION,
                        null,
                        null);
        return start(segment) + entries - 1;
    }

    private static Matcher name(LogSegmentPath segment) {
        String name = String.valueOf(segment.getPath().getFileName());
        Matcher parts = SEGMENT.matcher(name);
        if (!parts.matches()) {
            throw new IllegalStateException(name + " is not named like a segment of the log");
        }
        return parts;
    }
}
