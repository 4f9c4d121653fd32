package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

/**
 * What a job needs or a node offers.
 *
 * @param cpuMilli thousandths of a processor core, at least 0
 * @param gpuMilli thousandths of a GPU, at least 0
 * @param memoryBytes main memory in bytes, at least 0
 * @param diskBytes space on the disk of the data folder in bytes, above 0, or null for none
 */
public record Resources(int cpuMilli, int gpuMilli, long memoryBytes, @Nullable Long diskBytes) {

    public static final Resources NONE = new Resources(0, 0, 0);

    public Resources {
        diskBytes = diskBytes == null || diskBytes == 0 ? null : diskBytes;
        if (cpuMilli < 0
                || gpuMilli < 0
                || memoryBytes < 0
                || (diskBytes != null && diskBytes < 0)) {
            throw new IllegalArgumentException("resources are never negative");
        }
    }

    /** Without disk, as the first release knew it. */
    public Resources(int cpuMilli, int gpuMilli, long memoryBytes) {
        this(cpuMilli, gpuMilli, memoryBytes, null);
    }

    /** Disk space in bytes, 0 for none. */
    public long disk() {
        return diskBytes == null ? 0 : diskBytes;
    }

    public Resources withoutDisk() {
        return diskBytes == null ? this : new Resources(cpuMilli, gpuMilli, memoryBytes);
    }

    public Resources plus(Resources other) {
        return new Resources(
                Math.addExact(cpuMilli, other.cpuMilli),
                Math.addExact(gpuMilli, other.gpuMilli),
                Math.addExact(memoryBytes, other.memoryBytes),
                Math.addExact(disk(), other.disk()));
    }

    /**
     * What remains.
     *
     * @throws IllegalArgumentException when {@code other} is more than there is
     */
    public Resources minus(Resources other) {
        return new Resources(
                cpuMilli - other.cpuMilli,
                gpuMilli - other.gpuMilli,
                memoryBytes - other.memoryBytes,
                disk() - other.disk());
    }

    /** What remains, with 0 where more is used than there is. */
    public Resources minusOrZero(Resources other) {
        return new Resources(
                Math.max(0, cpuMilli - other.cpuMilli),
                Math.max(0, gpuMilli - other.gpuMilli),
                Math.max(0, memoryBytes - other.memoryBytes),
                Math.max(0, disk() - other.disk()));
    }

    /** Whether all of this is available in {@code offered}. */
    public boolean fitsIn(Resources offered) {
        return cpuMilli <= offered.cpuMilli
                && gpuMilli <= offered.gpuMilli
                && memoryBytes <= offered.memoryBytes
                && disk() <= offered.disk();
    }

    /** Without disk the text is that of the first release: digests of states are made of it. */
    @Override
    public String toString() {
        return "Resources[cpuMilli="
                + cpuMilli
                + ", gpuMilli="
                + gpuMilli
                + ", memoryBytes="
                + memoryBytes
                + (diskBytes == null ? "" : ", diskBytes=" + diskBytes)
                + "]";
    }
}
