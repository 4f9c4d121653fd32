package io.ringrift.p2p.model;

/**
 * Above which percentage a machine counts as overloaded; 100 switches a metric off.
 *
 * @param cpuPercent default 95
 * @param memoryPercent default 90
 * @param gpuMemoryPercent default 95
 * @param diskPercent default 90
 */
public record OverloadThresholds(
        double cpuPercent, double memoryPercent, double gpuMemoryPercent, double diskPercent) {

    /** The values of the outside contract. */
    public static final OverloadThresholds DEFAULT = new OverloadThresholds(95, 90, 95, 90);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is not within 0 to 100; the message names it
     */
    public OverloadThresholds {
        check("cpu_percent", cpuPercent);
        check("memory_percent", memoryPercent);
        check("gpu_memory_percent", gpuMemoryPercent);
        check("disk_percent", diskPercent);
    }

    private static void check(String name, double value) {
        if (!(value >= 0 && value <= 100)) {
            throw new IllegalArgumentException(name + " must be a number from 0 to 100");
        }
    }
}
