package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The files that a job needs and which nodes have enough of them. Made by one walk over the files
 * of the config, or over all where digests are asked for; then each node is one look.
 */
public final class Supplies {

    private final ClusterState state;
    private final Needs needs;
    private final List<Catalogue.Held> files = new ArrayList<>();
    private final Map<DataKind, Stock> stocks = new HashMap<>();
    private final Map<NodeId, Long> bytesOf = new HashMap<>();
    private final Set<Sha256> known = new HashSet<>();
    private final Map<NodeId, Set<Sha256>> digestsOf = new HashMap<>();

    /** What there is of one kind, and what each node has of it. */
    private static final class Stock {

        private final DataSum all = new DataSum();
        private final Map<NodeId, DataSum> byNode = new HashMap<>();
    }

    /**
     * What a node lacks.
     *
     * @param files that there are
     * @param missing of these
     * @param bytes of the missing
     * @param first some of the missing, at most {@value #SHOWN}
     * @param unknown digests that no node has
     */
    public record Lack(
            int files, int missing, long bytes, List<DataKey> first, List<Sha256> unknown) {

        public static final int SHOWN = 3;
    }

    /**
     * Games and other shares count where a node has them that is there: what is only on nodes that
     * are away may never come back, and nobody should wait for it. What is in quarantine counts
     * nowhere; a file that is asked for by its digest is what somebody wants.
     */
    public Supplies(ClusterState state, Needs needs) {
        this.needs = needs;
        this.state = state;
        Catalogue catalogue = state.catalogue();
        if (needs.configKey() != null) {
            for (DataKind kind : needs.kinds()) {
                addStock(catalogue, kind, needs.configKey());
            }
        }
        if (!needs.digests().isEmpty()) {
            addDigests(catalogue, Set.copyOf(needs.digests()));
        }
    }

    private void addStock(Catalogue catalogue, DataKind kind, String config) {
        Stock stock = stocks.computeIfAbsent(kind, _ -> new Stock());
        for (Catalogue.Held held : catalogue.of(kind, config)) {
            if (isThere(held) && !state.training().isTainted(held.file())) {
                add(held);
                stock.all.add(held.file());
                for (NodeId node : held.holders()) {
                    stock.byNode.computeIfAbsent(node, _ -> new DataSum()).add(held.file());
                }
            }
        }
    }

    private boolean isThere(Catalogue.Held held) {
        if (!RulesVersion.haveTraining(state)) {
            return true;
        }
        for (NodeId holder : held.holders()) {
            ClusterNode node = state.nodes().get(holder);
            if (node != null && node.presence() == Presence.PRESENT) {
                return true;
            }
        }
        return false;
    }

    private void add(Catalogue.Held held) {
        files.add(held);
        for (NodeId node : held.holders()) {
            bytesOf.merge(node, held.file().size(), Long::sum);
        }
    }

    private void addDigests(Catalogue catalogue, Set<Sha256> wanted) {
        for (Catalogue.Held held : catalogue.files().values()) {
            Sha256 digest = held.file().key().sha256();
            if (wanted.contains(digest)) {
                // One copy under one name is enough; which one, the order of the names decides.
                if (known.add(digest)) {
                    add(held);
                }
                for (NodeId node : held.holders()) {
                    digestsOf.computeIfAbsent(node, _ -> new HashSet<>()).add(digest);
                }
            }
        }
    }

    /** Whether a node has what is needed; nothing is enough where nothing is known. */
    public boolean areEnoughOn(NodeId node) {
        for (DataKind kind : needs.kinds()) {
            Stock stock = stocks.get(kind);
            if (stock == null || !isEnough(stock.all, stock.byNode.get(node))) {
                return false;
            }
        }
        return digestsOf.getOrDefault(node, Set.of()).containsAll(needs.digests());
    }

    private boolean isEnough(DataSum all, @Nullable DataSum has) {
        if (all.files() == 0 || has == null) {
            return false;
        }
        boolean covers = has.measureIn(all) >= needed(all.measureIn(all));
        return covers
                && (needs.maxAgeSeconds() == null
                        || Duration.between(has.newest(), all.newest()).toSeconds()
                                <= needs.maxAgeSeconds());
    }

    /** That share of the whole, rounded up; sizes may be large, so it divides first. */
    private long needed(long whole) {
        long share = needs.coverageMilli();
        long rest = whole % Needs.ALL * share;
        return whole / Needs.ALL * share + (rest + Needs.ALL - 1) / Needs.ALL;
    }

    /** Bytes of the needed files that a node has, to find the one that lacks least. */
    public long bytesOn(NodeId node) {
        return bytesOf.getOrDefault(node, 0L);
    }

    /** The needed files that a node has not, in the order of kind and path. */
    public List<Catalogue.Held> missingOn(NodeId node) {
        Set<Sha256> has = digestsOf.getOrDefault(node, Set.of());
        List<Catalogue.Held> missing = new ArrayList<>();
        for (Catalogue.Held held : files) {
            boolean asDigest = needs.digests().contains(held.file().key().sha256());
            boolean there =
                    held.holders().contains(node)
                            || (asDigest && has.contains(held.file().key().sha256()));
            if (!there) {
                missing.add(held);
            }
        }
        return missing;
    }

    /** The same in numbers. */
    public Lack lackOf(NodeId node) {
        List<Catalogue.Held> missing = missingOn(node);
        long bytes = 0;
        for (Catalogue.Held held : missing) {
            bytes += held.file().size();
        }
        return new Lack(
                files.size(),
                missing.size(),
                bytes,
                missing.stream().limit(Lack.SHOWN).map(held -> held.file().key()).toList(),
                needs.digests().stream().filter(digest -> !known.contains(digest)).toList());
    }
}
