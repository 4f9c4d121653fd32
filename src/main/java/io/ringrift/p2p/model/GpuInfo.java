package io.ringrift.p2p.model;

/**
 * One GPU as its driver describes it now.
 *
 * @param index position in the machine, from 0
 * @param name the driver's name, such as {@code NVIDIA GH200 480GB}
 * @param memoryTotalBytes its memory
 * @param memoryUsedBytes what is in use
 * @param utilizationPercent 0 to 100
 * @param temperatureCelsius 0 when unknown
 */
public record GpuInfo(
        int index,
        String name,
        long memoryTotalBytes,
        long memoryUsedBytes,
        double utilizationPercent,
        int temperatureCelsius) {}
