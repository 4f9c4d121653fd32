package io.ringrift.p2p.cluster;

import io.ringrift.p2p.engine.StateHash;
import io.ringrift.p2p.replication.Picture;

import org.jspecify.annotations.Nullable;

/**
 * The digest of the state, computed by whoever asks and by one at a time: for a million jobs it
 * takes seconds.
 */
final class StateDigest {

    /**
     * The body of {@code GET /cluster/hash}.
     *
     * @param appliedIndex the log entry after which the digest is taken
     * @param stateHash 16 hexadecimal digits
     * @param rulesVersion the rules in force
     */
    record View(long appliedIndex, String stateHash, int rulesVersion) {}

    private @Nullable View latest;

    synchronized View of(Picture picture) {
        View known = latest;
        if (known != null && known.appliedIndex() == picture.index()) {
            return known;
        }
        View view =
                new View(
                        picture.index(),
                        StateHash.of(picture.state()).toString(),
                        picture.state().rulesVersion());
        latest = view;
        return view;
    }
}
