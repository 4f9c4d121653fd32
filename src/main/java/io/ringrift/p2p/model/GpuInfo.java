package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

/**
 * One GPU as its driver describes it now.
 *
 * @param index position in the machine, from 0
 * @param name the driver's name, such as {@code NVIDIA GH200 480GB}
 * @param memoryTotalBytes its memory
 * @param memoryUsedBytes what is in use
 * @param utilizationPercent 0 to 100
 * @param temperatureCelsius 0 when unknown
 * @param eccErrors uncorrected memory errors since the driver was loaded, when it counts them
 * @param processes programs that compute on it, when the driver lists them
 */
public record GpuInfo(
        int index,
        String name,
        long memoryTotalBytes,
        long memoryUsedBytes,
        double utilizationPercent,
        int temperatureCelsius,
        @Nullable Long eccErrors,
        @Nullable Integer processes) {

    /** A GPU of which neither errors nor programs are known. */
    public GpuInfo(
            int index,
            String name,
            long memoryTotalBytes,
            long memoryUsedBytes,
            double utilizationPercent,
            int temperatureCelsius) {
        this(
                index,
                name,
                memoryTotalBytes,
                memoryUsedBytes,
                utilizationPercent,
                temperatureCelsius,
                null,
                null);
    }
}
