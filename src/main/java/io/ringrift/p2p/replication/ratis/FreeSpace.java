package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.replication.DiskFullException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;

/** Whether the disk of the log has room for new work; asked for each job, measured rarely. */
final class FreeSpace {

    private static final long REMEMBER_NANOS = Duration.ofSeconds(1).toNanos();

    /** Measures the free space in bytes. */
    @FunctionalInterface
    interface Probe {
        long freeBytes() throws IOException;
    }

    /** A measurement; a disk that cannot be asked counts as having room. */
    private record Measured(long freeBytes, long atNanos) {}

    private final Probe probe;
    private final long neededBytes;
    private final MonotonicClock clock;
    private volatile @Nullable Measured latest;

    FreeSpace(Probe probe, long neededBytes, MonotonicClock clock) {
        this.probe = probe;
        this.neededBytes = neededBytes;
        this.clock = clock;
    }

    /** The refusal when there is too little room, else null. */
    @Nullable DiskFullException refusal() {
        Measured measured = latest;
        long now = clock.nanos();
        if (measured == null || now - measured.atNanos() >= REMEMBER_NANOS) {
            measured = new Measured(measure(), now);
            latest = measured;
        }
        return measured.freeBytes() >= neededBytes
                ? null
                : new DiskFullException(
                        "the disk of the data folder is nearly full (%d MiB free, %d MiB needed)"
                                .formatted(measured.freeBytes() >> 20, neededBytes >> 20));
    }

    private long measure() {
        try {
            return probe.freeBytes();
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }
}
