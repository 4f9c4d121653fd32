package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The body of {@code GET /cluster}.
 *
 * @param nodeId who answers
 * @param appliedIndex latest log entry in its state
 * @param restoring the restore that has begun and not ended, if any
 * @param leaseUntil when the lease ends unless it is renewed
 */
record ClusterView(
        @Nullable UUID clusterId,
        NodeId nodeId,
        @Nullable NodeId leaderId,
        Epoch epoch,
        @Nullable Instant leaseUntil,
        int rulesVersion,
        long appliedIndex,
        @Nullable UUID restoring,
        List<VoterView> voters) {

    /**
     * A voter.
     *
     * @param incarnation of its disk, once it is enrolled
     * @param silentMs since it last answered the leader; only the leader knows
     * @param rulesKnown latest rules that its program knows; of others only the leader knows
     */
    record VoterView(
            NodeId nodeId,
            String host,
            int httpPort,
            int raftPort,
            boolean leads,
            @Nullable UUID incarnation,
            @Nullable Long silentMs,
            @Nullable Integer rulesKnown) {}
}
