package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.Suitability;
import io.ringrift.p2p.engine.Supplies;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.Requirements;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;
import java.util.stream.Collectors;

/** Obstacles with their numbers. The rules are not here: only what they looked at. */
final class Sentences {

    private Sentences() {}

    static String of(Obstacle obstacle, JobSpec spec, Spot spot) {
        Requirements wants = spec.requirements();
        var needs = spec.resources();
        var all = spot.offered();
        var free = spot.free();
        return switch (obstacle) {
            case OFFLINE, UNHEALTHY, IMPAIRED, OVERLOADED -> spot.candidate().condition();
            case PINNED_ELSEWHERE -> "the job is pinned to " + spec.pinnedNode();
            case CORDONED -> "closed for new work";
            case LABELS -> label(wants, spot);
            case GPU_MODEL ->
                    "needs " + String.join(" or ", wants.gpuModels()) + ", has " + models(spot);
            case GPU_MEMORY ->
                    "needs %s of GPU memory, its GPUs have %s"
                            .formatted(bytes(wants.minGpuMemoryBytes()), mostGpuMemory(spot));
            case GPUS ->
                    "needs %s GPUs, has %s"
                            .formatted(milli(needs.gpuMilli()), milli(all.gpuMilli()));
            case CPUS ->
                    "needs %s cores, has %s"
                            .formatted(milli(needs.cpuMilli()), milli(all.cpuMilli()));
            case MEMORY ->
                    "needs %s of memory, has %s"
                            .formatted(bytes(needs.memoryBytes()), bytes(all.memoryBytes()));
            case DISK ->
                    "needs %s of disk, has %s".formatted(bytes(needs.disk()), bytes(all.disk()));
            case STILL_STOPPING -> "an earlier attempt of the job is still being stopped there";
            case HELD_EXCLUSIVELY -> "runs a job that wants the node for itself";
            case NOT_EMPTY -> "must be empty, has " + spot.tenants() + " jobs";
            case GPUS_TAKEN ->
                    "needs %s GPUs, %s free"
                            .formatted(
                                    milli(needs.gpuMilli()),
                                    milli(Suitability.freeGpuMilli(wants, spot)));
            case CPUS_TAKEN ->
                    "needs %s cores, %s free"
                            .formatted(milli(needs.cpuMilli()), milli(free.cpuMilli()));
            case MEMORY_TAKEN ->
                    "needs %s of memory, %s free"
                            .formatted(bytes(needs.memoryBytes()), bytes(free.memoryBytes()));
            case DISK_TAKEN ->
                    "needs %s of disk, %s free".formatted(bytes(needs.disk()), bytes(free.disk()));
            case DATA_MISSING -> data(spec, spot);
            case FAILED_THERE -> "an attempt failed there; it waits for another node";
        };
    }

    private static String data(JobSpec spec, Spot spot) {
        Supplies.Lack lack = spot.lack(Objects.requireNonNull(spec.needs()));
        if (!lack.unknown().isEmpty()) {
            return "no node has the file with SHA-256 %s; if it is the champion, POST /training/%s/rollback chooses an earlier one"
                    .formatted(lack.unknown().getFirst(), spec.configKey());
        }
        if (lack.files() == 0) {
            return "no node has such files";
        }
        String first =
                lack.first().stream()
                        .map(key -> key.kind() + "/" + key.path())
                        .collect(Collectors.joining(", "));
        int more = lack.missing() - lack.first().size();
        return "lacks %d of %d files, %s: %s%s"
                .formatted(
                        lack.missing(),
                        lack.files(),
                        bytes(lack.bytes()),
                        first,
                        more > 0 ? " and " + more + " more" : "");
    }

    private static String label(Requirements wants, Spot spot) {
        String name = String.valueOf(wants.missingLabel(spot.labels()));
        String has = spot.labels().get(name);
        return "needs label %s=%s, has %s"
                .formatted(name, wants.labels().get(name), has == null ? "none" : has);
    }

    private static String models(Spot spot) {
        return spot.gpus().isEmpty()
                ? "no GPU"
                : spot.gpus().stream()
                        .map(GpuCard::model)
                        .distinct()
                        .collect(Collectors.joining(", "));
    }

    private static String mostGpuMemory(Spot spot) {
        return bytes(spot.gpus().stream().mapToLong(GpuCard::memoryBytes).max().orElse(0));
    }

    static String milli(int thousandths) {
        return thousandths % 1_000 == 0
                ? Integer.toString(thousandths / 1_000)
                : Double.toString(thousandths / 1_000.0);
    }

    static String bytes(long bytes) {
        double gib = bytes / (double) (1L << 30);
        return gib >= 1 || bytes == 0
                ? BigDecimal.valueOf(gib)
                                .setScale(1, RoundingMode.HALF_UP)
                                .stripTrailingZeros()
                                .toPlainString()
                        + " GB"
                : (bytes >> 20) + " MB";
    }
}
