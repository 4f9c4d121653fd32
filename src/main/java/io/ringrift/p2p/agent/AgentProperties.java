package io.ringrift.p2p.agent;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * What this machine offers and how its jobs are looked after.
 *
 * @param enabled whether it runs jobs at all
 * @param cpus processor cores offered to jobs; all of them by default
 * @param memory main memory offered to jobs; all of it by default
 * @param gpus GPUs offered to jobs; all that are found by default
 * @param disk space on the disk of the data folder offered to jobs; the whole disk by default
 * @param expectedGpus GPUs that the machine should have; fewer make the node DEGRADED
 * @param labels what the node says of itself, such as {@code zone=a,disk=ssd}
 * @param probeInterval how often the machine is measured
 * @param gpuTool the driver's program that lists GPUs
 * @param gpuTimeout how long that program may take
 * @param logMaxBytes what the logs of one attempt may take on disk
 * @param minFreeDisk space that must be free before anything new is started
 * @param workers threads that start and end processes; by default one per core, 2 to 8
 * @param maxLogFollowers how many may follow logs at the same time
 * @param followIdle how long a followed log may be silent before the answer ends
 * @param keepAttemptsFor age up to which logs and other traces of ended attempts are kept
 * @param keepAttempts how many ended attempts keep them at most
 * @param keepOutputs whether what completed attempts have made stays where they made it for ever,
 *     or goes with their other traces
 * @param onShutdown what becomes of running jobs when the node is stopped
 */
@ConfigurationProperties("ringrift.p2p.agent")
public record AgentProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable Double cpus,
        @Nullable DataSize memory,
        @Nullable Integer gpus,
        @Nullable DataSize disk,
        @Nullable Integer expectedGpus,
        @DefaultValue("") String labels,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5") Duration probeInterval,
        @DefaultValue("nvidia-smi") String gpuTool,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5") Duration gpuTimeout,
        @DefaultValue("16MB") DataSize logMaxBytes,
        @DefaultValue("256MB") DataSize minFreeDisk,
        @DefaultValue("0") int workers,
        @DefaultValue("32") int maxLogFollowers,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("300") Duration followIdle,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("7d") Duration keepAttemptsFor,
        @DefaultValue("10000") int keepAttempts,
        @DefaultValue("true") boolean keepOutputs,
        @DefaultValue("keep") OnShutdown onShutdown) {

    private static final String PREFIX = "ringrift.p2p.agent.";

    /** What becomes of running jobs when the node is stopped. */
    public enum OnShutdown {
        /** They run on, and the next start takes them over. */
        KEEP,
        /** They are stopped first. */
        STOP
    }

    public AgentProperties {
        require(
                cpus == null || (cpus >= 0 && cpus <= 100_000),
                "cpus",
                cpus,
                "must be 0 to 100000");
        require(memory == null || !memory.isNegative(), "memory", memory, "must not be negative");
        require(gpus == null || (gpus >= 0 && gpus <= 1000), "gpus", gpus, "must be 0 to 1000");
        require(disk == null || !disk.isNegative(), "disk", disk, "must not be negative");
        require(
                expectedGpus == null || (expectedGpus >= 0 && expectedGpus <= 1000),
                "expected-gpus",
                expectedGpus,
                "must be 0 to 1000");
        ownLabels(labels);
        atLeast(probeInterval, 100, "probe-interval");
        atLeast(gpuTimeout, 100, "gpu-timeout");
        atLeast(followIdle, 1000, "follow-idle");
        require(
                logMaxBytes.toBytes() >= 64 << 10,
                "log-max-bytes",
                logMaxBytes,
                "must be at least 64KB");
        require(!minFreeDisk.isNegative(), "min-free-disk", minFreeDisk, "must not be negative");
        atLeast(keepAttemptsFor, 60_000, "keep-attempts-for");
        require(keepAttempts >= 1, "keep-attempts", keepAttempts, "must be at least 1");
        require(workers >= 0 && workers <= 64, "workers", workers, "must be 0 (automatic) to 64");
        require(maxLogFollowers >= 0, "max-log-followers", maxLogFollowers, "must be at least 0");
    }

    /** The labels, checked. */
    Labels ownLabels() {
        return ownLabels(labels);
    }

    private static Labels ownLabels(String text) {
        try {
            return Labels.parse(text);
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(
                    PREFIX + "labels", text, "must be name=value,...: " + malformed.getMessage());
        }
    }

    /** Threads that start and end processes. */
    int workerThreads(int cores) {
        return workers > 0 ? workers : Math.clamp(cores, 2, 8);
    }

    /** What the node offers, given its machine. */
    Resources offered(int cores, long physicalMemory, long wholeDisk, ResourceMetrics sample) {
        return new Resources(
                (int) Math.round((cpus == null ? cores : cpus) * 1000),
                (gpus == null ? sample.gpus().size() : gpus) * 1000,
                memory == null ? physicalMemory : memory.toBytes(),
                disk == null ? wholeDisk : disk.toBytes());
    }

    private static void atLeast(Duration value, long millis, String key) {
        require(
                value.toMillis() >= millis,
                key,
                value.toMillis() + "ms",
                "must be at least " + millis + "ms");
    }

    private static void require(boolean holds, String key, @Nullable Object value, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + key, String.valueOf(value), rule);
        }
    }
}
