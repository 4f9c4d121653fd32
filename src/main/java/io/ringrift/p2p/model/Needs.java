package io.ringrift.p2p.model;

import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Which data a job's node must have before it may start: enough of some kinds for a config, or
 * exactly these files, or both.
 *
 * @param configKey whose data, or null when only digests are asked for
 * @param kinds each of which must be there, at most {@value #MAX_KINDS}; empty without a config
 * @param coverageMilli thousandths of the games that the cluster knows (of the bytes where there
 *     are no games) that the node must have, 1 to 1,000
 * @param maxAgeSeconds the newest file that the node has may be older than the newest that the
 *     cluster knows by so much, or null for any
 * @param digests files that the node must have, whatever their kind and name; at most {@value
 *     #MAX_DIGESTS}
 */
public record Needs(
        @Nullable String configKey,
        List<DataKind> kinds,
        int coverageMilli,
        @Nullable Long maxAgeSeconds,
        List<Sha256> digests) {

    public static final int MAX_KINDS = 8;
    public static final int MAX_DIGESTS = 16;
    public static final int ALL = 1_000;

    /**
     * Checks it.
     *
     * @throws IllegalArgumentException when nothing is asked for, or too much
     */
    public Needs {
        kinds = kinds.stream().distinct().sorted().toList();
        digests = digests.stream().distinct().sorted().toList();
        if (kinds.isEmpty() && digests.isEmpty()) {
            throw new IllegalArgumentException("needs name neither kinds nor digests");
        }
        if ((configKey == null) != kinds.isEmpty()
                || kinds.size() > MAX_KINDS
                || digests.size() > MAX_DIGESTS) {
            throw new IllegalArgumentException("too many needs, or kinds without a config");
        }
        if (configKey != null) {
            DataPath _ = new DataPath(configKey);
        }
        if (coverageMilli < 1
                || coverageMilli > ALL
                || (maxAgeSeconds != null && maxAgeSeconds < 0)) {
            throw new IllegalArgumentException("coverage or age out of range");
        }
    }

    /** Exactly these files. */
    public static Needs of(List<Sha256> digests) {
        return new Needs(null, List.of(), ALL, null, digests);
    }
}
