package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.GpuInfo;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.wire.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A node as people see it. What only its beats tell is left out until this node has heard one.
 *
 * @param health OFFLINE also when the cluster has recorded so and nobody has beaten since
 * @param takesWork whether it may get new work now
 * @param running attempts that hold a place on it
 * @param labels what its agent and people say of it, the latter winning
 * @param idle why it has nothing to do, if so, only when one node is shown
 * @param attempts what runs, only when one node is shown
 * @param history the latest changes of its presence, oldest first, only when one node is shown
 */
record NodeView(
        NodeId nodeId,
        Presence presence,
        @Nullable Instant since,
        NodeHealth health,
        String healthReason,
        boolean takesWork,
        @Nullable CordonView cordon,
        Map<String, String> labels,
        Map<String, String> setLabels,
        Resources offered,
        Resources reserved,
        Resources free,
        int running,
        UUID incarnation,
        @Nullable Heard heard,
        @Nullable String idle,
        @Nullable List<AttemptView> attempts,
        @Nullable List<NodeStatus.Change> history) {

    /**
     * What its latest beat told.
     *
     * @param silentSeconds since then
     */
    record Heard(
            Instant lastHeartbeat,
            double silentSeconds,
            String host,
            String version,
            double loadScore,
            double cpuPercent,
            double memoryPercent,
            double diskPercent,
            long diskFreeBytes,
            @Nullable Integer freeSlots,
            List<GpuInfo> gpus) {}

    /** No new work, by whom and why. */
    record CordonView(Instant at, String by, String reason, @Nullable DrainView drain) {}

    /**
     * A node that is being emptied.
     *
     * @param done whether nothing is left on it
     */
    record DrainView(DrainMode mode, @Nullable Instant deadline, boolean done) {}

    /** What runs on it, with its progress as its agent last said. */
    record AttemptView(
            JobId jobId,
            int attempt,
            JobType jobType,
            String configKey,
            JobStatus status,
            @Nullable Instant startedAt,
            @Nullable Progress progress) {}
}
