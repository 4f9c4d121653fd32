package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Brings the manifest to what lies in the folders. A file is read only when its size, time or inode
 * is new; one that changes while it is read, or was touched a moment ago, waits for the next look.
 */
final class Scan {

    private static final Logger LOG = LoggerFactory.getLogger(Scan.class);
    private static final int SAVE_EVERY = 10_000;

    /**
     * What a look found.
     *
     * @param files in the manifest after it
     * @param hashed read in it
     * @param waiting not taken in yet, since they may still be written to
     * @param refused by name, at most {@value #MAX_REFUSED}, with half a sentence each
     * @param refusals how many there were
     */
    record Report(long files, int hashed, int waiting, Map<String, String> refused, long refusals) {

        static final int MAX_REFUSED = 20;

        Report {
            refused = Map.copyOf(refused);
        }
    }

    /** A file whose digest must be taken. */
    private record Fresh(DataKind kind, DataPath path, FileStamp stamp, @Nullable Entry former) {}

    private final DataFolders folders;
    private final Map<DataKind, KindRule> rules;
    private final Manifest manifest;
    private final IndexFile index;
    private final FactsFolder facts;
    private final Duration settle;
    private final NodeId self;
    private final InstantSource clock;
    private final byte[] block = Hashing.block();
    private long saved;

    Scan(
            DataFolders folders,
            Map<DataKind, KindRule> rules,
            Manifest manifest,
            IndexFile index,
            FactsFolder facts,
            Duration settle,
            NodeId self,
            InstantSource clock) {
        this.folders = folders;
        this.rules = rules;
        this.manifest = manifest;
        this.index = index;
        this.facts = facts;
        this.settle = settle;
        this.self = self;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    /** The state of one look. */
    private static final class Look {
        private final List<Fresh> fresh = new ArrayList<>();
        private final Map<String, String> refused = new HashMap<>();
        private long refusals;
        private int hashed;
        private int waiting;

        void refuse(DataKind kind, String name, String why) {
            refusals++;
            if (refused.size() < Report.MAX_REFUSED) {
                refused.put(kind + "/" + name, why);
            }
        }
    }

    /**
     * Looks once.
     *
     * @param walked called once it is known what is there of what was known already
     * @param ends whether to break off
     */
    Report look(Runnable walked, BooleanSupplier ends) throws IOException {
        Look look = new Look();
        for (Map.Entry<DataKind, KindRule> each : rules.entrySet()) {
            walk(each.getKey(), each.getValue(), look);
        }
        walked.run();
        Map<FileStamp, DataFile> verified = look.fresh.isEmpty() ? Map.of() : facts.verified();
        for (Fresh fresh : look.fresh) {
            if (ends.getAsBoolean()) {
                break;
            }
            take(fresh, verified.get(fresh.stamp()), look, ends);
            if (look.hashed > 0 && look.hashed % SAVE_EVERY == 0) {
                save();
            }
        }
        return new Report(manifest.count(), look.hashed, look.waiting, look.refused, look.refusals);
    }

    /** Whether the index on disk says less than the manifest. */
    boolean isUnsaved() {
        return manifest.changes() != saved;
    }

    /** Writes the index; what was left beside files that it knows is not needed any more. */
    void save() throws IOException {
        Set<Sha256> known = facts.known();
        long now = manifest.changes();
        index.write(manifest.all().stream().filter(Entry::isLocal).toList());
        saved = now;
        facts.drop(known);
    }

    private void walk(DataKind kind, KindRule rule, Look look) throws IOException {
        Set<DataPath> seen = new HashSet<>();
        Walk.Visitor visitor =
                new Walk.Visitor() {
                    @Override
                    public void file(DataPath path, FileStamp stamp) {
                        seen.add(path);
                        Optional<Entry> known = manifest.find(kind, path);
                        if (known.isEmpty() || !stamp.equals(known.get().stamp())) {
                            look.fresh.add(new Fresh(kind, path, stamp, known.orElse(null)));
                        }
                    }

                    @Override
                    public void refused(String name, String why) {
                        look.refuse(kind, name, why);
                    }
                };
        new Walk(kind, rule, visitor).run(folders);
        for (DataPath path : manifest.paths(kind)) {
            // What landed by a door while we walked may not have been seen.
            if (!seen.contains(path) && !isThere(kind, path)) {
                manifest.remove(kind, path);
            }
        }
        for (Fresh fresh : look.fresh) {
            // What is in the store stays there while the file on the disk is looked at.
            if (fresh.kind().equals(kind) && fresh.former() != null && fresh.former().isLocal()) {
                forget(fresh.former());
            }
        }
    }

    private void forget(Entry former) {
        DataKey key = former.file().key();
        if (manifest.find(key.kind(), key.path()).filter(former::equals).isPresent()) {
            manifest.remove(key.kind(), key.path());
        }
    }

    private boolean isThere(DataKind kind, DataPath path) {
        try {
            return stamp(kind, path).equals(manifest.find(kind, path).map(Entry::stamp));
        } catch (IOException gone) {
            return false;
        }
    }

    private Optional<FileStamp> stamp(DataKind kind, DataPath path) throws IOException {
        try (SecureDirectoryStream<Path> folder = folders.folderOf(kind, path, false)) {
            var found = DataFolders.attributes(folder, DataFolders.name(path));
            return found.isRegularFile() ? Optional.of(FileStamp.of(found)) : Optional.empty();
        }
    }

    /**
     * Takes one in.
     *
     * @param verified what it is known to be already, if it is
     */
    private void take(Fresh fresh, @Nullable DataFile verified, Look look, BooleanSupplier ends) {
        if (verified != null) {
            put(fresh, verified.key().sha256(), look);
            return;
        }
        long age = TimeUnit.MILLISECONDS.toNanos(clock.millis()) - fresh.stamp().modifiedNanos();
        // A time in the future says nothing: such a file is taken as it is.
        if (age >= 0 && age < settle.toNanos()) {
            look.waiting++;
            return;
        }
        try {
            Optional<Sha256> sha256 = hash(fresh, ends);
            if (sha256.isEmpty()) {
                look.waiting++;
            } else if (put(fresh, sha256.get(), look)) {
                look.hashed++;
            }
        } catch (NoSuchFileException gone) {
            LOG.trace("{} went before it was read", fresh.path());
        } catch (InterruptedIOException ending) {
            look.waiting++;
        } catch (IOException e) {
            look.refuse(fresh.kind(), fresh.path().value(), "cannot be read: " + e.getMessage());
        }
    }

    private boolean put(Fresh fresh, Sha256 sha256, Look look) {
        boolean taken = manifest.put(entry(fresh, sha256));
        if (taken) {
            facts.known(sha256);
        } else {
            look.refuse(
                    fresh.kind(),
                    fresh.path().value(),
                    "differs from another name only by its case");
        }
        return taken;
    }

    private Optional<Sha256> hash(Fresh fresh, BooleanSupplier ends) throws IOException {
        try (SecureDirectoryStream<Path> folder =
                        folders.folderOf(fresh.kind(), fresh.path(), false);
                FileChannel channel = DataFolders.read(folder, DataFolders.name(fresh.path()))) {
            Sha256 sha256 = Hashing.of(channel, block, ends);
            FileStamp after =
                    FileStamp.of(DataFolders.attributes(folder, DataFolders.name(fresh.path())));
            return after.equals(fresh.stamp()) ? Optional.of(sha256) : Optional.empty();
        }
    }

    private Entry entry(Fresh fresh, Sha256 sha256) {
        DataKey key = new DataKey(fresh.kind(), fresh.path(), sha256);
        Entry former = fresh.former();
        if (former != null && former.file().key().equals(key)) {
            return new Entry(former.file(), fresh.stamp());
        }
        String configKey = fresh.path().segments().getFirst();
        DataFile file =
                facts.find(sha256)
                        .map(
                                known ->
                                        new DataFile(
                                                key,
                                                configKey,
                                                fresh.stamp().size(),
                                                known.games(),
                                                known.producer(),
                                                known.at()))
                        .orElseGet(
                                () ->
                                        new DataFile(
                                                key,
                                                configKey,
                                                fresh.stamp().size(),
                                                0,
                                                Producer.of(self),
                                                modified(fresh.stamp())));
        return new Entry(file, fresh.stamp());
    }

    /** In whole milliseconds, so that it survives its way through JSON unchanged. */
    private static Instant modified(FileStamp stamp) {
        return Instant.ofEpochMilli(TimeUnit.NANOSECONDS.toMillis(stamp.modifiedNanos()));
    }
}
