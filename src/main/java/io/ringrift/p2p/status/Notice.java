package io.ringrift.p2p.status;

import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.leadership.LeadershipView;
import io.ringrift.p2p.replication.Standing;

import org.jspecify.annotations.Nullable;

/** One sentence for people about what keeps this cluster from taking work, and what to do. */
final class Notice {

    private Notice() {}

    /** Null when there is nothing to say. */
    static @Nullable String of(LeadershipView leads, Standing standing, Charter charter) {
        if (!standing.quorumOk()) {
            return """
            READ-ONLY: %d of %d voters answer and %d are needed. Nothing is accepted until they do; \
            what is shown is the last that this node knows (?consistency=stale), running jobs go \
            on, and their results wait on their nodes' disks. Bring voters back with their data \
            folders.\
            """
                    .formatted(standing.votersAlive(), standing.votersTotal(), standing.quorum());
        }
        if (charter.restoring() != null) {
            return """
            RESTORING: a backup is being taken in, and no jobs are accepted until that has ended; \
            DELETE /cluster/restore gives it up.\
            """;
        }
        if (leads.leader() == null) {
            return """
            NO LEADER: enough voters answer and none leads yet. An election takes seconds; if this \
            stays, the voters cannot reach each other's Raft ports.\
            """;
        }
        return null;
    }
}
