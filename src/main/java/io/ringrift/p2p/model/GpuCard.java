package io.ringrift.p2p.model;

/**
 * One GPU that a node offers.
 *
 * @param model a row of the {@link GpuTable}, such as {@code RTX_4090}
 * @param memoryBytes its memory as the driver says, 0 when unknown
 */
public record GpuCard(String model, long memoryBytes) {}
