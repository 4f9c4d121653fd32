package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.DataSum;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;

import java.util.List;
import java.util.Optional;

/** Files of one config that the cluster knows. */
final class KnownFiles {

    private KnownFiles() {}

    /** Games in all of them that are not in quarantine. */
    static long games(ClusterState state, String configKey) {
        DataSum sum = new DataSum();
        for (Catalogue.Held held : state.catalogue().of(DataKind.GAMES, configKey)) {
            if (!state.training().isTainted(held.file())) {
                sum.add(held.file());
            }
        }
        return sum.games();
    }

    /** Models that a job made. */
    static List<DataFile> models(ClusterState state, String configKey, JobId job) {
        return state.catalogue().of(DataKind.MODELS, configKey).stream()
                .map(Catalogue.Held::file)
                .filter(file -> job.equals(file.producer().job()))
                .toList();
    }

    /** A model by its content; the first of its names. */
    static Optional<DataKey> model(ClusterState state, String configKey, Sha256 sha256) {
        return state.catalogue().of(DataKind.MODELS, configKey).stream()
                .map(held -> held.file().key())
                .filter(key -> key.sha256().equals(sha256))
                .findFirst();
    }
}
