package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.wire.ManifestChange;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What the cluster does not know yet of this node's manifest, in batches. Nothing is given out
 * before the first look at the folders is over: an answer in between would say that files are gone
 * which only were not looked at.
 */
public final class Unsent {

    /** A file that is there, or null; and whether the cluster knew it before. */
    private record Pending(@Nullable DataFile file, boolean known) {}

    private final Map<DataKey, Pending> waiting = new LinkedHashMap<>();
    private final Map<DataKey, Pending> underWay = new LinkedHashMap<>();
    private boolean ready;
    private boolean isUnderWay;
    private long base;
    private long version;

    synchronized void added(DataFile file) {
        Pending before = before(file.key());
        waiting.put(file.key(), new Pending(file, before != null && before.known()));
        notifyAll();
    }

    synchronized void removed(DataKey key) {
        Pending before = before(key);
        waiting.put(key, new Pending(null, before == null || before.known()));
        notifyAll();
    }

    private @Nullable Pending before(DataKey key) {
        Pending waits = waiting.remove(key);
        Pending goes = underWay.get(key);
        // What is under way will be known, as far as it is there.
        return waits != null
                ? waits
                : goes == null ? null : new Pending(goes.file(), goes.file() != null);
    }

    /** The folders were looked at: from now on it is known what is there. */
    synchronized void ready() {
        ready = true;
        notifyAll();
    }

    /** Whether {@link #ready} was said. */
    public synchronized boolean isReady() {
        return ready;
    }

    /**
     * Waits for a change.
     *
     * @return the next one, or nothing within that time
     */
    public synchronized Optional<ManifestChange> take(UUID incarnation, long millis)
            throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        if (!isDue()) {
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1_000_000, left));
        }
        return isDue() ? Optional.of(next(incarnation)) : Optional.empty();
    }

    /** The very first change is sent also when it is empty: what was known before is no more. */
    private boolean isDue() {
        return ready && !isUnderWay && (base == 0 || !waiting.isEmpty());
    }

    private ManifestChange next(UUID incarnation) {
        List<DataFile> added = new ArrayList<>();
        List<DataKey> removed = new ArrayList<>();
        Iterator<Map.Entry<DataKey, Pending>> each = waiting.entrySet().iterator();
        while (each.hasNext() && added.size() + removed.size() < ManifestChange.MAX_FILES) {
            Map.Entry<DataKey, Pending> one = each.next();
            Pending pending = one.getValue();
            if (pending.file() != null && !pending.known()) {
                added.add(pending.file());
            } else if (pending.file() == null && pending.known() && base > 0) {
                removed.add(one.getKey());
            }
            underWay.put(one.getKey(), pending);
            each.remove();
        }
        version++;
        isUnderWay = true;
        return new ManifestChange(incarnation, base, version, added, removed);
    }

    /**
     * The cluster has answered.
     *
     * @return whether the change was taken; if not, everything must be told anew
     */
    synchronized boolean answered(ManifestChange change, long known) {
        underWay.clear();
        isUnderWay = false;
        if (known == change.version()) {
            base = known;
        }
        return known == change.version();
    }

    /** Nobody answered: whether it was taken is not known, and the same is said once more. */
    public synchronized void failed() {
        Map<DataKey, Pending> later = new LinkedHashMap<>(waiting);
        waiting.clear();
        waiting.putAll(underWay);
        later.forEach(
                (key, pending) -> {
                    Pending first = underWay.get(key);
                    boolean known = first == null ? pending.known() : first.known();
                    waiting.put(key, new Pending(pending.file(), known));
                });
        underWay.clear();
        isUnderWay = false;
        notifyAll();
    }

    /** Which version the cluster was told last, 0 for none. */
    synchronized long base() {
        return base;
    }

    /** The cluster knows another version than it was told: it is told everything. */
    synchronized void beginAnew(List<Entry> all) {
        base = 0;
        waiting.clear();
        underWay.clear();
        isUnderWay = false;
        all.forEach(entry -> waiting.put(entry.file().key(), new Pending(entry.file(), false)));
        notifyAll();
    }
}
