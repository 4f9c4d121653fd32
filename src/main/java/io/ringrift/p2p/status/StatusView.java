package io.ringrift.p2p.status;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * The body of {@code GET /status}; names and meanings are fixed by the outside contract.
 *
 * @param notice what keeps the cluster from taking work and what to do about it; else left out
 */
record StatusView(
        @Nullable String notice,
        NodeId nodeId,
        NodeRole role,
        @Nullable NodeId leaderId,
        @Nullable NodeId effectiveLeaderId,
        Epoch epoch,
        @Nullable Instant leaseUntil,
        boolean isLeader,
        String version,
        double uptimeSeconds,
        double uptime,
        int alivePeers,
        int suspectPeers,
        int deadPeers,
        boolean voterQuorumOk,
        int votersAlive,
        int voterQuorumSize,
        VoterHealth voterHealth,
        NodeView self,
        Map<String, NodeView> peers,
        Map<String, PeerView> allPeers,
        int workQueueSize,
        int activeJobs,
        int selfplayJobs,
        int trainingJobs,
        boolean natBlocked,
        TimingView timing,
        boolean evictionsFrozen,
        Map<String, Long> jobs) {

    /** The voters as one. */
    record VoterHealth(int votersAlive, int votersTotal, boolean quorumOk) {}

    /** Effective durations in seconds. */
    record TimingView(double heartbeatInterval, double peerTimeout, double leaderLease) {}

    /** A node in short. */
    record PeerView(
            NodeId nodeId,
            boolean isAlive,
            NodeHealth state,
            double lastSeenSeconds,
            double lastHeartbeat) {}

    /** A node in full; {@code last_heartbeat} is in Unix seconds. */
    record NodeView(
            NodeId nodeId,
            String host,
            int port,
            NodeRole role,
            NodeHealth health,
            String healthReason,
            double loadScore,
            boolean isOverloaded,
            double cpuPercent,
            double memoryPercent,
            double diskPercent,
            double gpuPercent,
            double gpuMemoryPercent,
            String gpuName,
            double gpuPower,
            int selfplayJobs,
            int trainingJobs,
            double lastHeartbeat,
            boolean isAlive,
            boolean natBlocked,
            boolean retired) {}
}
