package io.ringrift.p2p.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Whether a machine is overloaded, and by what.
 *
 * @param excesses every metric over its threshold, in the order cpu, memory, gpu_memory, disk
 */
public record Overload(List<Excess> excesses) {

    public Overload {
        excesses = List.copyOf(excesses);
    }

    /** Compares each metric with its threshold; equal is not over. */
    public static Overload of(ResourceMetrics metrics, OverloadThresholds limits) {
        List<Excess> over = new ArrayList<>();
        check(over, "cpu", metrics.cpuPercent(), limits.cpuPercent());
        check(over, "memory", metrics.memoryPercent(), limits.memoryPercent());
        check(over, "gpu_memory", metrics.gpuMemoryPercent(), limits.gpuMemoryPercent());
        check(over, "disk", metrics.diskPercent(), limits.diskPercent());
        return new Overload(over);
    }

    /** {@code is_overloaded} of the outside contract: any single metric over its threshold. */
    public boolean isOverloaded() {
        return !excesses.isEmpty();
    }

    /** Such as {@code cpu 97.5 % > 95.0 %}; empty when nothing is over. */
    public String reason() {
        return excesses.stream().map(Excess::toString).collect(Collectors.joining(", "));
    }

    private static void check(List<Excess> over, String metric, double percent, double limit) {
        if (percent > limit) {
            over.add(new Excess(metric, percent, limit));
        }
    }

    /**
     * One metric over its threshold.
     *
     * @param metric cpu, memory, gpu_memory or disk
     * @param percent what was measured
     * @param limitPercent what it may be
     */
    public record Excess(String metric, double percent, double limitPercent) {

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT, "%s %.1f %% > %.1f %%", metric, percent, limitPercent);
        }
    }
}
