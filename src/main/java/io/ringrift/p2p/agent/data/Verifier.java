package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Reads files again whose size, time and inode are unchanged, and sets aside those that are not
 * what they were: the disk has lost something. They leave the manifest, so that the cluster brings
 * a good copy.
 */
final class Verifier {

    private static final Logger LOG = LoggerFactory.getLogger(Verifier.class);
    private static final int MAX_LISTED = 100;

    /** Between two looks at the folders. */
    private static final long SLICE_BYTES = 256 << 20;

    private static final int SLICE_FILES = 500;

    /**
     * How far a verification is.
     *
     * @param running whether it is under way
     * @param files to be read in all
     * @param checked read so far
     * @param bytes read so far
     * @param damaged set aside, at most 100 of them
     * @param damages how many there were
     * @param startedAt when it began, null if there was none since the start of the node
     * @param finishedAt when it ended
     */
    record State(
            boolean running,
            long files,
            long checked,
            long bytes,
            List<DataFile> damaged,
            long damages,
            @Nullable Instant startedAt,
            @Nullable Instant finishedAt) {

        static final State NONE = new State(false, 0, 0, 0, List.of(), 0, null, null);

        State {
            damaged = List.copyOf(damaged);
        }

        State read(long size) {
            return new State(
                    running, files, checked + 1, bytes + size, damaged, damages, startedAt, null);
        }

        State found(DataFile file) {
            List<DataFile> more = new ArrayList<>(damaged);
            if (more.size() < MAX_LISTED) {
                more.add(file);
            }
            return new State(running, files, checked, bytes, more, damages + 1, startedAt, null);
        }

        State ended(Instant at) {
            return new State(false, files, checked, bytes, damaged, damages, startedAt, at);
        }
    }

    private final DataFolders folders;
    private final Manifest manifest;
    private final DataKeeper keeper;
    private final InstantSource clock;
    private final byte[] block = Hashing.block();
    private volatile State state = State.NONE;

    Verifier(DataFolders folders, Manifest manifest, DataKeeper keeper, InstantSource clock) {
        this.folders = folders;
        this.manifest = manifest;
        this.keeper = keeper;
        this.clock = clock;
    }

    State state() {
        return state;
    }

    /**
     * Begins, unless it is under way.
     *
     * @param kind null for all
     */
    synchronized boolean begin(@Nullable DataKind kind) {
        if (state.running()) {
            return false;
        }
        Deque<Entry> left = new ArrayDeque<>();
        manifest.all().stream()
                .filter(Entry::isLocal)
                .filter(entry -> kind == null || entry.file().key().kind().equals(kind))
                .forEach(left::add);
        state = new State(true, left.size(), 0, 0, List.of(), 0, clock.instant(), null);
        keeper.later(() -> goOn(left));
        return true;
    }

    private void goOn(Deque<Entry> left) {
        long enough = state.bytes() + SLICE_BYTES;
        long most = state.checked() + SLICE_FILES;
        while (!left.isEmpty()
                && state.bytes() < enough
                && state.checked() < most
                && !keeper.hasEnded()) {
            check(left.remove());
        }
        if (left.isEmpty()) {
            state = state.ended(clock.instant());
        } else {
            keeper.later(() -> goOn(left));
        }
    }

    private void check(Entry entry) {
        DataKey key = entry.file().key();
        try (SecureDirectoryStream<Path> folder = folders.folderOf(key.kind(), key.path(), false)) {
            Path name = DataFolders.name(key.path());
            if (FileStamp.of(DataFolders.attributes(folder, name)).equals(entry.stamp())) {
                Sha256 found = digest(folder, name);
                if (!found.equals(key.sha256())) {
                    setAside(folder, name, entry.file(), found);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be verified: {}", key, e.toString());
        }
        state = state.read(entry.file().size());
    }

    private Sha256 digest(SecureDirectoryStream<Path> folder, Path name) throws IOException {
        try (FileChannel channel = DataFolders.read(folder, name)) {
            return Hashing.of(channel, block, keeper::hasEnded);
        }
    }

    private void setAside(
            SecureDirectoryStream<Path> folder, Path name, DataFile file, Sha256 found)
            throws IOException {
        DataKey key = file.key();
        try (SecureDirectoryStream<Path> aside = folders.top(DataFolders.ASIDE)) {
            Path target = Path.of(key.sha256() + "-" + clock.millis());
            folder.move(name, aside, target);
            manifest.remove(key.kind(), key.path());
            state = state.found(file);
            LOG.error(
                    "{} is damaged: it has the digest {} now. It lies in {}/{} and is no longer"
                            + " part of this node's data.",
                    key,
                    found,
                    DataFolders.ASIDE,
                    target);
        }
    }
}
