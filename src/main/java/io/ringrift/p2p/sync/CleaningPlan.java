package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.References;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.ReleaseRule;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which copies the rules let go now, and which of those that are past their rule stay and why. A
 * plan only; the log checks each copy once more.
 */
final class CleaningPlan {

    /** Why a copy stays that is past its rule. On the wire in lower case. */
    enum Stays {
        /** A person has pinned it. */
        PINNED,
        /** A ledger refers to it. */
        LEDGER,
        /** A job needs exactly this content. */
        NEEDED,
        /** A job that runs there uses files of its config and kind. */
        IN_USE,
        /** It is being copied. */
        MOVING,
        /** Its node has more than its quota, but too few others have the file. */
        FEW_COPIES
    }

    /**
     * A copy that goes.
     *
     * @param copies that must stay elsewhere
     */
    record Release(NodeId node, ReleaseRule rule, int copies, DataFile file) {}

    /** A number of copies. */
    record Sum(int files, long bytes) {

        static final Sum NONE = new Sum(0, 0);

        Sum plus(DataFile file) {
            return new Sum(files + 1, bytes + file.size());
        }

        Sum plus(Sum other) {
            return new Sum(files + other.files, bytes + other.bytes);
        }
    }

    /**
     * A node that has more of a kind than it should, also after the plan.
     *
     * @param bytes that it would have left
     */
    record OverQuota(NodeId nodeId, DataKind kind, long bytes, long quotaBytes) {}

    private record Shelf(NodeId node, DataKind kind) {}

    private static final Comparator<Catalogue.Held> OLDEST_FIRST =
            Comparator.comparing((Catalogue.Held held) -> held.file().at())
                    .thenComparing(held -> held.file().key());

    private final ClusterState state;
    private final References references;
    private final Set<DataKey> moving = new HashSet<>();
    private final List<Release> releases = new ArrayList<>();
    private final Map<Stays, Sum> staying = new EnumMap<>(Stays.class);
    private final List<OverQuota> overQuota = new ArrayList<>();
    private final Map<DataKey, Integer> leaving = new HashMap<>();

    private CleaningPlan(ClusterState state) {
        this.state = state;
        this.references = References.of(state);
        Underway.of(state).moves().values().forEach(move -> moving.addAll(move.order().files()));
    }

    static CleaningPlan of(ClusterState state, SyncPolicy policy, Instant now) {
        CleaningPlan plan = new CleaningPlan(state);
        if (policy.keepsAll()) {
            return plan;
        }
        Set<DataKey> past = Retention.past(state.catalogue(), policy, now);
        past.stream().sorted().forEach(plan::release);
        plan.shelves(policy, past)
                .forEach(
                        (shelf, files) -> {
                            SyncPolicy.Rule rule = policy.rules().get(shelf.kind);
                            if (rule != null) {
                                plan.fit(shelf, files, rule);
                            }
                        });
        return plan;
    }

    private void release(DataKey key) {
        Catalogue.Held held = state.catalogue().files().get(key);
        if (held == null) {
            return;
        }
        for (NodeId node : held.holders()) {
            Stays why = why(held.file(), node);
            if (why == null) {
                releases.add(new Release(node, ReleaseRule.RETENTION, 1, held.file()));
            } else {
                stays(why, held.file());
            }
        }
    }

    private Map<Shelf, List<Catalogue.Held>> shelves(SyncPolicy policy, Set<DataKey> past) {
        Map<Shelf, List<Catalogue.Held>> shelves =
                new TreeMap<>(Comparator.comparing(Shelf::node).thenComparing(Shelf::kind));
        for (Catalogue.Held held : state.catalogue().files().values()) {
            SyncPolicy.Rule rule = policy.rules().get(held.file().key().kind());
            if (rule != null && rule.keep().quotaBytes() > 0) {
                for (NodeId node : held.holders()) {
                    shelves.computeIfAbsent(
                                    new Shelf(node, held.file().key().kind()),
                                    _ -> new ArrayList<>())
                            .add(held);
                }
            }
        }
        shelves.values().forEach(files -> files.removeIf(h -> past.contains(h.file().key())));
        return shelves;
    }

    /** The oldest copies go until the rest is within the quota. */
    private void fit(Shelf shelf, List<Catalogue.Held> files, SyncPolicy.Rule rule) {
        long quota = rule.keep().quotaBytes();
        long left = files.stream().mapToLong(held -> held.file().size()).sum();
        files.sort(OLDEST_FIRST);
        for (Catalogue.Held held : files) {
            if (left <= quota) {
                return;
            }
            Stays why = why(held.file(), shelf.node);
            DataKey key = held.file().key();
            if (why == null
                    && held.present(state.nodes(), shelf.node) - leaving.getOrDefault(key, 0)
                            < rule.copies()) {
                why = Stays.FEW_COPIES;
            }
            if (why == null) {
                releases.add(
                        new Release(shelf.node, ReleaseRule.QUOTA, rule.copies(), held.file()));
                leaving.merge(key, 1, Integer::sum);
                left -= held.file().size();
            } else {
                stays(why, held.file());
            }
        }
        if (left > quota) {
            overQuota.add(new OverQuota(shelf.node, shelf.kind, left, quota));
        }
    }

    private @Nullable Stays why(DataFile file, NodeId node) {
        if (moving.contains(file.key())) {
            return Stays.MOVING;
        }
        return references
                .to(file, node)
                .map(
                        by ->
                                switch (by) {
                                    case PIN -> Stays.PINNED;
                                    case LEDGER -> Stays.LEDGER;
                                    case JOB -> Stays.NEEDED;
                                    case RUNNING_JOB -> Stays.IN_USE;
                                })
                .orElse(null);
    }

    private void stays(Stays why, DataFile file) {
        staying.merge(why, Sum.NONE.plus(file), Sum::plus);
    }

    List<Release> releases() {
        return releases;
    }

    /** What stays though it is past its rule. */
    Map<Stays, Sum> staying() {
        return staying;
    }

    List<OverQuota> overQuota() {
        return overQuota;
    }
}
