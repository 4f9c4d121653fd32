package io.ringrift.p2p.replication;

import java.util.List;
import java.util.UUID;

/**
 * Keeps something of its own beside the log, entry by entry, and must know when it missed some. All
 * but {@link #secure} are called in the log's order, one at a time, on threads that must not be
 * blocked.
 */
public interface LogFollower {

    /** The log of this cluster is about to be opened; what was kept of another one is no use. */
    void opening(UUID cluster);

    /**
     * One entry was applied. After a restart those since the newest snapshot are applied again.
     *
     * @param index greater than that of the call before, unless the state was restored in between
     * @param commands what the entry held, in order, never empty
     */
    void applied(long index, List<Applied> commands);

    /**
     * The state was read from a snapshot: entries up to this index will not be told, whether they
     * were before or not.
     */
    void restored(long index);

    /**
     * A snapshot up to this index is about to count, and the log before it to go. Returns once
     * everything that was derived from these entries is on the disk; may take its time.
     */
    void secure(long index);
}
