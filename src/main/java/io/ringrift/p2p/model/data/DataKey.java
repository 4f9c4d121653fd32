package io.ringrift.p2p.model.data;

import java.util.Comparator;

/**
 * One version of one file: the same path with other content is another key.
 *
 * @param kind its folder
 * @param path within the folder
 * @param sha256 of its bytes
 */
public record DataKey(DataKind kind, DataPath path, Sha256 sha256) implements Comparable<DataKey> {

    private static final Comparator<DataKey> ORDER =
            Comparator.comparing(DataKey::kind)
                    .thenComparing(DataKey::path)
                    .thenComparing(DataKey::sha256);

    @Override
    public int compareTo(DataKey other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return kind + "/" + path + "@" + sha256;
    }
}
