package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** A job as the REST API shows it; what is not known yet is left out. */
record JobView(
        JobId jobId,
        JobType jobType,
        String configKey,
        JobStatus status,
        @Nullable NodeId nodeId,
        int numGames,
        int priority,
        JsonText metadata,
        ResourcesView resources,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant completedAt,
        @Nullable Instant notBefore,
        @Nullable String outputPath,
        @Nullable String error,
        JsonText metrics,
        List<AttemptView> attempts,
        @Nullable Progress progress) {

    /** What the job reserves: cores, GPUs, and memory in MiB. */
    record ResourcesView(double cpus, double gpus, long memoryMb) {}

    /** One attempt; its token is nobody's business. */
    record AttemptView(
            int attempt,
            NodeId nodeId,
            Instant assignedAt,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable ExitReason reason,
            @Nullable Integer exitCode,
            @Nullable String message,
            Attempt.@Nullable LateReport late) {

        static AttemptView of(Attempt a) {
            return new AttemptView(
                    a.number(),
                    a.node(),
                    a.assignedAt(),
                    a.startedAt(),
                    a.endedAt(),
                    a.reason(),
                    a.exitCode(),
                    a.message(),
                    a.late());
        }
    }

    static JobView of(Job job, @Nullable Progress progress) {
        Attempt last = job.lastAttempt();
        var spec = job.spec();
        var needs = spec.resources();
        return new JobView(
                job.id(),
                spec.type(),
                spec.configKey(),
                job.status(),
                last != null && (last.isLive() || job.status().isFinal())
                        ? last.node()
                        : spec.pinnedNode(),
                spec.numGames(),
                spec.priority(),
                spec.metadata(),
                new ResourcesView(
                        needs.cpuMilli() / 1_000.0,
                        needs.gpuMilli() / 1_000.0,
                        needs.memoryBytes() >> 20),
                job.createdAt(),
                job.startedAt(),
                job.completedAt(),
                job.notBefore(),
                job.outputPath(),
                job.error(),
                job.metrics(),
                job.attempts().stream().map(AttemptView::of).toList(),
                progress);
    }
}
