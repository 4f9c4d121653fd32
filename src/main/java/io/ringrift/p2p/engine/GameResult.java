package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Where games of a ledger came from. It is never changed.
 *
 * @param configKey whose games
 * @param node that played them
 * @param model that played, where its job needed one file by its digest; null for the untrained one
 *     and where that is not known
 * @param games that were counted
 * @param generation of data that they belong to: the number of the training that is the first to
 *     learn from them
 * @param at when they were counted
 */
public record GameResult(
        String configKey,
        NodeId node,
        @Nullable Sha256 model,
        long games,
        int generation,
        Instant at) {

    /** Whether it is among the data that a scope means. */
    public boolean isOf(DataScope scope) {
        return scope.covers(node, configKey, model, at);
    }
}
