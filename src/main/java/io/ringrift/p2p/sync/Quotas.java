package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * What nodes may still be sent of the kinds that have a quota. A node that is full gets only what
 * is newer than something that it may delete for it, so that nothing is sent back and forth.
 */
final class Quotas {

    private record Shelf(NodeId node, DataKind kind) {}

    /** What a node has of a kind. */
    private static final class Stock {

        private long bytes;

        /** Of which so much may go, since enough others have it. */
        private long spareBytes;

        private Instant oldestSpare = Instant.MAX;
    }

    private final SyncPolicy policy;
    private final Map<Shelf, Stock> stocks = new HashMap<>();

    private Quotas(SyncPolicy policy) {
        this.policy = policy;
    }

    /** Walks all files where some kind has a quota. */
    static Quotas of(ClusterState state, Underway underway, SyncPolicy policy) {
        Quotas quotas = new Quotas(policy);
        if (policy.rules().values().stream().anyMatch(rule -> rule.keep().quotaBytes() > 0)) {
            var files = state.catalogue().files();
            files.values().forEach(held -> quotas.add(held, state));
            for (Underway.Move move : underway.moves().values()) {
                for (DataKey key : move.order().files()) {
                    Catalogue.Held held = files.get(key);
                    NodeId receiver = move.receiver();
                    if (receiver != null && held != null && !held.holders().contains(receiver)) {
                        quotas.promise(receiver, held.file());
                    }
                }
            }
        }
        return quotas;
    }

    /** It will get this file. */
    void promise(NodeId node, DataFile file) {
        if (quota(file) > 0) {
            stock(node, file).bytes += file.size();
        }
    }

    private Stock stock(NodeId node, DataFile file) {
        return stocks.computeIfAbsent(new Shelf(node, file.key().kind()), _ -> new Stock());
    }

    private long quota(DataFile file) {
        SyncPolicy.Rule rule = policy.rules().get(file.key().kind());
        return rule == null ? 0 : rule.keep().quotaBytes();
    }

    private void add(Catalogue.Held held, ClusterState state) {
        DataFile file = held.file();
        SyncPolicy.Rule rule = policy.rules().get(file.key().kind());
        if (rule == null || rule.keep().quotaBytes() == 0) {
            return;
        }
        for (NodeId node : held.holders()) {
            Stock stock =
                    stocks.computeIfAbsent(new Shelf(node, file.key().kind()), _ -> new Stock());
            stock.bytes += file.size();
            if (held.present(state.nodes(), node) >= rule.copies()) {
                stock.spareBytes += file.size();
                stock.oldestSpare =
                        file.at().isBefore(stock.oldestSpare) ? file.at() : stock.oldestSpare;
            }
        }
    }

    /** Whether a node may get a file by the rule of its kind. */
    boolean leaveRoom(NodeId node, DataFile file) {
        long quota = quota(file);
        if (quota == 0) {
            return true;
        }
        Stock stock = stock(node, file);
        long after = stock.bytes + file.size();
        return after <= quota
                || (after - stock.spareBytes <= quota && stock.oldestSpare.isBefore(file.at()));
    }
}
