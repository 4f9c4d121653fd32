package io.ringrift.p2p.model;

/**
 * What a job needs or a node offers.
 *
 * @param cpuMilli thousandths of a processor core, at least 0
 * @param gpuMilli thousandths of a GPU, at least 0
 * @param memoryBytes main memory in bytes, at least 0
 */
public record Resources(int cpuMilli, int gpuMilli, long memoryBytes) {

    public static final Resources NONE = new Resources(0, 0, 0);

    public Resources {
        if (cpuMilli < 0 || gpuMilli < 0 || memoryBytes < 0) {
            throw new IllegalArgumentException("resources are never negative");
        }
    }

    public Resources plus(Resources other) {
        return new Resources(
                Math.addExact(cpuMilli, other.cpuMilli),
                Math.addExact(gpuMilli, other.gpuMilli),
                Math.addExact(memoryBytes, other.memoryBytes));
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
                memoryBytes - other.memoryBytes);
    }

    /** What remains, with 0 where more is used than there is. */
    public Resources minusOrZero(Resources other) {
        return new Resources(
                Math.max(0, cpuMilli - other.cpuMilli),
                Math.max(0, gpuMilli - other.gpuMilli),
                Math.max(0, memoryBytes - other.memoryBytes));
    }

    /** Whether all of this is available in {@code offered}. */
    public boolean fitsIn(Resources offered) {
        return cpuMilli <= offered.cpuMilli
                && gpuMilli <= offered.gpuMilli
                && memoryBytes <= offered.memoryBytes;
    }
}
