package io.ringrift.p2p.model.data;

import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * Data by its origin: what a node made, or what was made with a model, within a time. Of node,
 * config and model only those that are given must fit.
 *
 * @param node that made it, null for any
 * @param configKey that it is for, null for any
 * @param model with which it was made, null for any; a node or a model must be given
 * @param from when it was made at the earliest
 * @param until when it was made before, null for ever; after {@code from}
 */
public record DataScope(
        @Nullable NodeId node,
        @Nullable String configKey,
        @Nullable Sha256 model,
        Instant from,
        @Nullable Instant until) {

    public DataScope {
        if (node == null && model == null) {
            throw new IllegalArgumentException("node_id or model must be given");
        }
        if (until != null && !from.isBefore(until)) {
            throw new IllegalArgumentException("until must be after from");
        }
    }

    /** Whether something is meant that this node made at that time for that config. */
    public boolean covers(NodeId maker, String config, @Nullable Sha256 with, Instant at) {
        return (node == null || node.equals(maker))
                && (model == null || model.equals(with))
                && (configKey == null || configKey.equals(config))
                && !at.isBefore(from)
                && (until == null || at.isBefore(until));
    }

    /** Whether a file is meant, as far as it is known who made it. */
    public boolean covers(DataFile file) {
        Producer producer = file.producer();
        return covers(producer.node(), file.configKey(), producer.model(), file.at());
    }
}
