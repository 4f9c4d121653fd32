package io.ringrift.p2p.model.wire;

/**
 * How far a job says it is.
 *
 * @param done units done, at least 0
 * @param total units in all, 0 when unknown
 * @param unit what is counted, such as {@code games}
 */
public record Progress(long done, long total, String unit) {}
