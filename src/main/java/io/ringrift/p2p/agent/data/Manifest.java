package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataDoor;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What this node has, in memory: one file per kind and path. Two names that some file system would
 * take for the same never stand here together.
 */
final class Manifest {

    private final Map<DataKind, NavigableMap<DataPath, Entry>> files = new TreeMap<>();

    /** Only names that differ from how they are folded; most do not. */
    private final Map<DataKind, Map<String, DataPath>> folded = new HashMap<>();

    private final Unsent unsent;
    private long count;
    private long bytes;
    private long changes;

    Manifest(Unsent unsent) {
        this.unsent = unsent;
    }

    synchronized Optional<Entry> find(DataKind kind, DataPath path) {
        return Optional.ofNullable(of(kind).get(path));
    }

    /** Another name that some file system would take for this one. */
    synchronized Optional<DataPath> clash(DataKind kind, DataPath path) {
        String plain = path.folded();
        DataPath other = folded.getOrDefault(kind, Map.of()).get(plain);
        if (other == null && !plain.equals(path.value())) {
            other = existing(kind, plain);
        }
        return other == null || other.equals(path) ? Optional.empty() : Optional.of(other);
    }

    private @Nullable DataPath existing(DataKind kind, String value) {
        try {
            DataPath plain = new DataPath(value);
            return of(kind).containsKey(plain) ? plain : null;
        } catch (IllegalArgumentException tooLongWhenFolded) {
            return null;
        }
    }

    /**
     * Takes a file in, in place of another version of it.
     *
     * @return false when its name clashes with another one
     */
    synchronized boolean put(Entry entry) {
        DataKey key = entry.file().key();
        if (clash(key.kind(), key.path()).isPresent()) {
            return false;
        }
        Entry before = of(key.kind()).get(key.path());
        if (before != null
                && Objects.equals(before.stamp(), entry.stamp())
                && before.file().key().equals(key)) {
            // Whoever was first knew more: a look only knows the bytes.
            return true;
        }
        of(key.kind()).put(key.path(), entry);
        changes++;
        if (before == null) {
            count++;
            String plain = key.path().folded();
            if (!plain.equals(key.path().value())) {
                folded.computeIfAbsent(key.kind(), _ -> new HashMap<>()).put(plain, key.path());
            }
        } else {
            bytes -= before.file().size();
        }
        bytes += entry.file().size();
        if (before == null || !before.file().key().equals(key)) {
            if (before != null) {
                unsent.removed(before.file().key());
            }
            unsent.added(entry.file());
        }
        return true;
    }

    /** The file is there no more, or is not what it was. */
    synchronized @Nullable Entry remove(DataKind kind, DataPath path) {
        Entry gone = of(kind).remove(path);
        if (gone != null) {
            changes++;
            count--;
            bytes -= gone.file().size();
            folded.computeIfAbsent(kind, _ -> new HashMap<>()).remove(path.folded(), path);
            unsent.removed(gone.file().key());
        }
        return gone;
    }

    private NavigableMap<DataPath, Entry> of(DataKind kind) {
        return files.computeIfAbsent(kind, _ -> new TreeMap<>());
    }

    /** The paths of a kind that are on the disk, as they are now. */
    synchronized List<DataPath> paths(DataKind kind) {
        return of(kind).values().stream()
                .filter(Entry::isLocal)
                .map(entry -> entry.file().key().path())
                .toList();
    }

    synchronized List<Entry> all() {
        List<Entry> all = new ArrayList<>();
        files.values().forEach(each -> all.addAll(each.values()));
        return all;
    }

    /** The cluster is told everything once more. */
    synchronized void tellAnew() {
        unsent.beginAnew(all());
    }

    /**
     * A page in the order of kind and path.
     *
     * @param after where the page before ended, or null for the first one
     */
    synchronized List<DataFile> page(@Nullable DataDoor after, int most) {
        List<DataFile> page = new ArrayList<>();
        for (Map.Entry<DataKind, NavigableMap<DataPath, Entry>> each : files.entrySet()) {
            int order = after == null ? 1 : each.getKey().compareTo(after.kind());
            if (order >= 0) {
                (order > 0 || after == null
                                ? each.getValue()
                                : each.getValue().tailMap(after.path(), false))
                        .values().stream()
                                .limit(most - page.size())
                                .forEach(entry -> page.add(entry.file()));
            }
        }
        return page;
    }

    /** Grows with every change. */
    synchronized long changes() {
        return changes;
    }

    synchronized long count() {
        return count;
    }

    synchronized long bytes() {
        return bytes;
    }
}
