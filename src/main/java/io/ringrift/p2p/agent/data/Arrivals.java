package io.ringrift.p2p.agent.data;

import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * The digests of what is being sent to this node, as far as it has come, so that nothing need be
 * read again. They are lost with the process, and of many begun uploads the oldest one's is; then
 * the file is read once more.
 */
final class Arrivals {

    private static final int MAX = 256;

    /** One of them: a digest of so many bytes from the beginning. */
    static final class Arrival {

        private final MessageDigest digest = Hashing.begin();
        private long bytes;

        void update(byte[] block, int length) {
            digest.update(block, 0, length);
            bytes += length;
        }

        /** The digest, if it is one of so many bytes. Can be asked for once. */
        @Nullable Sha256 end(long all) {
            return bytes == all ? Hashing.end(digest) : null;
        }
    }

    private final SequencedMap<Sha256, Arrival> all = new LinkedHashMap<>();

    /** The one that fits behind what is there, if it is known; nobody else gets it meanwhile. */
    synchronized @Nullable Arrival take(Sha256 sha256, long offset) {
        Arrival known = all.remove(sha256);
        if (offset == 0) {
            return new Arrival();
        }
        return known != null && known.bytes == offset ? known : null;
    }

    /** More will come. */
    synchronized void keep(Sha256 sha256, Arrival arrival) {
        all.put(sha256, arrival);
        if (all.size() > MAX) {
            all.pollFirstEntry();
        }
    }
}
