package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.RecordManifest;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import org.pcollections.TreePSet;

import java.util.List;

/** What agents say of their files. */
final class CatalogueRules {

    private CatalogueRules() {}

    /** Changes of a node's manifest are taken in order; who has lost the thread begins anew. */
    static Decision record(ClusterState state, RecordManifest c) {
        ClusterNode node = state.nodes().get(c.node());
        if (node == null) {
            return new Refused(new Rejection.UnknownNode(c.node()));
        }
        if (!node.incarnation().equals(c.incarnation())) {
            return new Refused(new Rejection.OtherIncarnation(c.node()));
        }
        long known = state.catalogue().known(c.node(), c.incarnation());
        if (c.version() <= c.base() || (c.base() != 0 && c.base() != known)) {
            return new Refused(new Rejection.OtherManifest(c.node(), known));
        }
        int files = state.catalogue().files().size();
        for (DataFile file : c.added()) {
            files += state.catalogue().files().containsKey(file.key()) ? 0 : 1;
        }
        if (files > Policy.MAX_FILES) {
            return new Refused(new Rejection.TooManyFiles(Policy.MAX_FILES));
        }
        Event recorded =
                new Event.ManifestRecorded(
                        c.at(),
                        c.node(),
                        c.incarnation(),
                        c.base(),
                        c.version(),
                        c.added(),
                        c.removed());
        TreePSet<DataKey> leaving = state.catalogue().keeping().leaving(c.node());
        List<DataKey> deleted = c.removed().stream().filter(leaving::contains).toList();
        return deleted.isEmpty()
                ? Accepted.of(recorded)
                : Accepted.of(recorded, new DataEvent.CopiesDeleted(c.at(), c.node(), deleted));
    }
}
