package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.DataSum;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Sha256;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Files of one config that the cluster knows, found by their names without a look at all others.
 */
final class KnownFiles {

    private static final Sha256 LEAST = new Sha256("0".repeat(64));

    /** Behind every name that goes on with one of the characters before it in Unicode. */
    private static final String BEHIND = "\uD7FB";

    private KnownFiles() {}

    /** Games in all of them. */
    static long games(ClusterState state, String configKey) {
        DataSum sum = new DataSum();
        range(state, DataKind.GAMES, configKey + "/").forEach(held -> sum.add(held.file()));
        return sum.games();
    }

    /** What a job made. */
    static List<DataFile> of(ClusterState state, DataKind kind, String configKey, JobId job) {
        return range(state, kind, configKey + "/" + job).stream()
                .map(Catalogue.Held::file)
                .filter(file -> job.equals(file.producer().job()))
                .toList();
    }

    /** A model by its content; the first of its names. */
    static Optional<DataKey> model(ClusterState state, String configKey, Sha256 sha256) {
        return range(state, DataKind.MODELS, configKey + "/").stream()
                .map(held -> held.file().key())
                .filter(key -> key.sha256().equals(sha256))
                .findFirst();
    }

    private static Collection<Catalogue.Held> range(
            ClusterState state, DataKind kind, String prefix) {
        String first = prefix.endsWith("/") ? prefix + "!" : prefix;
        return state.catalogue()
                .files()
                .subMap(
                        new DataKey(kind, new DataPath(first), LEAST),
                        new DataKey(kind, new DataPath(prefix + BEHIND), LEAST))
                .values();
    }
}
