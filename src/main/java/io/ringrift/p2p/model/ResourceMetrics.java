package io.ringrift.p2p.model;

import java.util.List;

/**
 * How busy a machine is. Percentages are 0 to 100.
 *
 * @param cpuPercent processor time in use over the last sample interval
 * @param memoryPercent main memory in use
 * @param diskPercent space in use on the file system of the data folder
 * @param diskFreeBytes space left there
 * @param gpus every GPU that was found, empty when there is none
 */
public record ResourceMetrics(
        double cpuPercent,
        double memoryPercent,
        double diskPercent,
        long diskFreeBytes,
        List<GpuInfo> gpus) {

    /** Before the first probe: nothing is in use. */
    public static final ResourceMetrics UNKNOWN = new ResourceMetrics(0, 0, 0, 0, List.of());

    public ResourceMetrics {
        cpuPercent = percent(cpuPercent);
        memoryPercent = percent(memoryPercent);
        diskPercent = percent(diskPercent);
        gpus = List.copyOf(gpus);
    }

    /** Whether the machine has a GPU at all. */
    public boolean hasGpu() {
        return !gpus.isEmpty();
    }

    /** Utilisation of the busiest GPU, 0 without one. */
    public double gpuPercent() {
        return gpus.stream().mapToDouble(GpuInfo::utilizationPercent).max().orElse(0);
    }

    /** Memory in use over all GPUs together, 0 without one. */
    public double gpuMemoryPercent() {
        long total = gpus.stream().mapToLong(GpuInfo::memoryTotalBytes).sum();
        long used = gpus.stream().mapToLong(GpuInfo::memoryUsedBytes).sum();
        return total == 0 ? 0 : percent(100.0 * used / total);
    }

    private static double percent(double value) {
        return Double.isFinite(value) ? Math.clamp(value, 0, 100) : 0;
    }
}
