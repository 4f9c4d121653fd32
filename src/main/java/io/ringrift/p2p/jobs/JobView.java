package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Batch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.wire.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;

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
        @Nullable Boolean deadLetter,
        JsonText metrics,
        List<AttemptView> attempts,
        @Nullable Progress progress,
        @Nullable Integer partSeconds,
        @Nullable JobId partOf,
        @Nullable PartsView parts,
        @Nullable NeedsView needs) {

    /** Which data its node must have; what is not asked for is left out. */
    record NeedsView(
            @Nullable String configKey,
            @Nullable List<DataKind> kinds,
            @Nullable Double coverage,
            @Nullable Long maxAgeSeconds,
            @Nullable List<Sha256> digests) {

        static @Nullable NeedsView of(@Nullable Needs needs) {
            return needs == null
                    ? null
                    : new NeedsView(
                            needs.configKey(),
                            needs.kinds().isEmpty() ? null : needs.kinds(),
                            needs.kinds().isEmpty() ? null : needs.coverageMilli() / 1e3,
                            needs.maxAgeSeconds(),
                            needs.digests().isEmpty() ? null : needs.digests());
        }
    }

    /**
     * How far a job is that is done in parts; {@code GET /jobs?part_of=} lists them.
     *
     * @param made parts so far
     * @param running those that have not ended
     * @param gamesGiven games of all parts so far
     * @param gamesDone games of the counted results
     */
    record PartsView(int made, int running, int gamesGiven, long gamesDone) {

        static @Nullable PartsView of(@Nullable Batch batch) {
            return batch == null
                    ? null
                    : new PartsView(
                            batch.parts(), batch.live(), batch.givenGames(), batch.doneGames());
        }
    }

    /**
     * What the job reserves and what its node must be like: cores, GPUs, memory in MiB; what it
     * does not ask for is left out.
     */
    record ResourcesView(
            double cpus,
            double gpus,
            long memoryMb,
            @Nullable Long diskMb,
            @Nullable List<String> gpuModels,
            @Nullable Long minGpuMemoryMb,
            @Nullable Map<String, String> labels,
            @Nullable Boolean exclusive) {

        static ResourcesView of(JobSpec spec) {
            Resources needs = spec.resources();
            Requirements wants = spec.requirements();
            return new ResourcesView(
                    needs.cpuMilli() / 1_000.0,
                    needs.gpuMilli() / 1_000.0,
                    needs.memoryBytes() >> 20,
                    needs.disk() == 0 ? null : needs.disk() >> 20,
                    wants.gpuModels().isEmpty() ? null : wants.gpuModels(),
                    wants.minGpuMemoryBytes() == 0 ? null : wants.minGpuMemoryBytes() >> 20,
                    wants.labels().isEmpty() ? null : wants.labels(),
                    wants.exclusive() ? true : null);
        }
    }

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
                ResourcesView.of(spec),
                job.createdAt(),
                job.startedAt(),
                job.completedAt(),
                job.notBefore(),
                job.outputPath(),
                job.error(),
                job.isDeadLetter() ? true : null,
                job.metrics(),
                job.attempts().stream().map(AttemptView::of).toList(),
                job.batch() == null ? progress : inParts(job, job.batch()),
                spec.partSeconds(),
                spec.partOf(),
                PartsView.of(job.batch()),
                NeedsView.of(spec.needs()));
    }

    /** Of the counted parts; each part shows its own. */
    private static Progress inParts(Job job, Batch batch) {
        return new Progress(batch.doneGames(), job.spec().numGames(), "games");
    }
}
