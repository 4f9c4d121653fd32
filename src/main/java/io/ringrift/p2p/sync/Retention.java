package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which files are past what their kind keeps; nothing of them moves any more. */
final class Retention {

    private static final Comparator<DataFile> NEWEST_FIRST =
            Comparator.comparing(DataFile::at).reversed().thenComparing(DataFile::key);

    private Retention() {}

    /** Walks the files of the kinds that have limits. */
    static Set<DataKey> past(Catalogue catalogue, SyncPolicy policy, Instant now) {
        Set<DataKey> past = new HashSet<>();
        if (policy.rules().values().stream().noneMatch(rule -> rule.keep().limits())) {
            return past;
        }
        List<DataFile> shelf = new ArrayList<>();
        // A config's files lie next to each other: its key is the first part of their paths.
        for (Catalogue.Held held : catalogue.files().values()) {
            DataFile file = held.file();
            if (!shelf.isEmpty() && !isOnShelf(file, shelf.getFirst())) {
                add(shelf, policy, now, past);
                shelf.clear();
            }
            shelf.add(file);
        }
        if (!shelf.isEmpty()) {
            add(shelf, policy, now, past);
        }
        return past;
    }

    private static boolean isOnShelf(DataFile file, DataFile first) {
        return file.key().kind().equals(first.key().kind())
                && file.configKey().equals(first.configKey());
    }

    private static void add(
            List<DataFile> shelf, SyncPolicy policy, Instant now, Set<DataKey> past) {
        SyncPolicy.Rule rule = policy.rules().get(shelf.getFirst().key().kind());
        if (rule == null || !rule.keep().limits()) {
            return;
        }
        KeepRule keep = rule.keep();
        shelf.sort(NEWEST_FIRST);
        long newerGames = 0;
        for (int newer = 0; newer < shelf.size(); newer++) {
            DataFile file = shelf.get(newer);
            boolean stays =
                    (keep.newest() > 0 && newer < keep.newest())
                            || (keep.games() > 0 && newerGames < keep.games())
                            || (keep.age() != null && !file.at().isBefore(now.minus(keep.age())));
            if (!stays) {
                past.add(file.key());
            }
            newerGames += file.games();
        }
    }
}
