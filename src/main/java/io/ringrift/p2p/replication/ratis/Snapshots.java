package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.replication.codec.SnapshotCodec;

import org.apache.ratis.io.MD5Hash;
import org.apache.ratis.server.protocol.TermIndex;
import org.apache.ratis.server.raftlog.RaftLog;
import org.apache.ratis.server.storage.FileInfo;
import org.apache.ratis.server.storage.RaftStorage;
import org.apache.ratis.statemachine.impl.SimpleStateMachineStorage;
import org.apache.ratis.statemachine.impl.SingleFileSnapshotInfo;
import org.apache.ratis.util.MD5FileUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/**
 * Writes the state to disk beside the running log and reads it back. The applying thread only hands
 * over an immutable picture, so that no command waits for a snapshot.
 */
final class Snapshots {

    private static final Logger LOG = LoggerFactory.getLogger(Snapshots.class);
    private static final int BUFFER = 1 << 20;

    /** A state read from disk and its place in the log. */
    record Loaded(TermIndex at, ClusterState state) {}

    private final SnapshotCodec codec = new SnapshotCodec();
    private final SnapshotShelf shelf = new SnapshotShelf(codec);
    private final SimpleStateMachineStorage storage = new SimpleStateMachineStorage();
    private final int every;
    private final LongConsumer before;
    private final Runnable afterwards;
    private final AtomicBoolean writing = new AtomicBoolean();
    private volatile long latestIndex = RaftLog.INVALID_LOG_INDEX;
    private volatile long previousIndex = RaftLog.INVALID_LOG_INDEX;
    private long commandsSince;

    /**
     * @param every commands between two snapshots
     * @param before called with the index, off the applying thread, before a new one counts
     * @param afterwards called, off the applying thread, when a new one is on disk
     */
    Snapshots(int every, LongConsumer before, Runnable afterwards) {
        this.every = every;
        this.before = before;
        this.afterwards = afterwards;
    }

    /** Begins to read the newest snapshot of a folder, which {@link #open} will ask for. */
    void readAhead(Path folder) {
        shelf.readAhead(folder);
    }

    /**
     * Finds the state to start from.
     *
     * @throws IOException when a snapshot is damaged and nothing can stand in for it
     */
    @Nullable Loaded open(RaftStorage raftStorage) throws IOException {
        Loaded loaded = shelf.open(raftStorage);
        storage.init(raftStorage);
        latestIndex = loaded == null ? RaftLog.INVALID_LOG_INDEX : loaded.at().getIndex();
        return loaded;
    }

    SimpleStateMachineStorage storage() {
        return storage;
    }

    /**
     * Up to where the log may go: the snapshot before the latest, so that a latest one that turns
     * out to be damaged loses nothing.
     */
    long dispensableIndex() {
        return previousIndex;
    }

    /** Reads the latest snapshot after another voter has sent it. */
    @Nullable Loaded reload() throws IOException {
        SingleFileSnapshotInfo info = storage.loadLatestSnapshot();
        if (info == null) {
            return null;
        }
        Path file = info.getFile().getPath();
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER)) {
            ClusterState state = codec.read(in, Files.size(file));
            latestIndex = info.getIndex();
            return new Loaded(info.getTermIndex(), state);
        }
    }

    /** Called by the applying thread after each entry. */
    void consider(Picture picture, TermIndex at, int commands) {
        commandsSince += commands;
        if (commandsSince >= every && writing.compareAndSet(false, true)) {
            commandsSince = 0;
            Thread.ofPlatform().name("snapshot").daemon().start(() -> writeBeside(picture, at));
        }
    }

    private void writeBeside(Picture picture, TermIndex at) {
        try {
            write(picture.state(), at);
            afterwards.run();
        } catch (IOException e) {
            LOG.error("Snapshot at index {} failed; the log keeps what it would hold", at, e);
        } finally {
            writing.set(false);
        }
    }

    private void write(ClusterState state, TermIndex at) throws IOException {
        Path file = storage.getSnapshotFile(at.getTerm(), at.getIndex()).toPath();
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (FileOutputStream raw = new FileOutputStream(part.toFile());
                OutputStream out = new BufferedOutputStream(raw, BUFFER)) {
            codec.write(state, out);
            out.flush();
            raw.getChannel().force(true);
        }
        before.accept(at.getIndex());
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        syncFolder(file);
        MD5Hash digest = MD5FileUtil.computeAndSaveMd5ForFile(file.toFile());
        storage.updateLatestSnapshot(
                new SingleFileSnapshotInfo(
                        new FileInfo(file, digest), at.getTerm(), at.getIndex()));
        previousIndex = latestIndex;
        latestIndex = at.getIndex();
    }

    private static void syncFolder(Path file) throws IOException {
        Path folder = file.getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
