package io.ringrift.p2p.model.data;

import java.time.Instant;

/**
 * An entry of a manifest: a file that is complete under its final name. It never changes; other
 * content under the same path is another entry.
 *
 * @param key kind, path and digest
 * @param configKey which board and players it is for; the first segment of its path
 * @param size bytes, at least 0
 * @param games that it holds, 0 when it holds none or nobody said
 * @param producer who made it
 * @param at when it was made, as far as its maker said
 */
public record DataFile(
        DataKey key, String configKey, long size, long games, Producer producer, Instant at) {

    public DataFile {
        if (size < 0 || games < 0) {
            throw new IllegalArgumentException("size and games must not be negative");
        }
    }
}
