package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Epoch;

import java.util.UUID;

/**
 * A backup on its way into the state. While there is one, nothing else happens to jobs and nodes.
 *
 * @param id drawn for each attempt to restore
 * @param parts that it has in all
 * @param taken parts that are in the state already
 * @param epoch in force when the backup was taken
 */
public record Restoring(UUID id, int parts, int taken, Epoch epoch) {

    /**
     * Added to the higher of both epochs when a backup is in. The cluster that it was taken from
     * may have gone on since, and agents obey no epoch below the highest that they have seen; no
     * cluster elects this many leaders.
     */
    public static final long EPOCHS_SKIPPED = 1_000_000_000L;

    Restoring oneMore() {
        return new Restoring(id, parts, taken + 1, epoch);
    }

    /** The epoch that nobody has used yet. */
    Epoch epochAfter(Epoch current) {
        long highest = Math.max(current.value(), epoch.value());
        return new Epoch(Math.addExact(highest, EPOCHS_SKIPPED));
    }
}
