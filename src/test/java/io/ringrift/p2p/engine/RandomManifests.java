package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.RecordManifest;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What the nodes of a random history say of their files: a few names, so that they meet. */
final class RandomManifests {

    private RandomManifests() {}

    /** What is there now and then. */
    static Needs needs(SplittableRandom random) {
        DataKey key = House.file("f0", random.nextInt(3)).key();
        return random.nextBoolean()
                ? Needs.of(List.of(key.sha256()))
                : new Needs(
                        "hex5_2p", List.of(key.kind()), 1 + random.nextInt(1_000), null, List.of());
    }

    static RecordManifest next(
            SplittableRandom random, ClusterState state, Instant now, Epoch epoch, NodeId id) {
        ClusterNode node = state.nodes().get(id);
        UUID incarnation =
                node == null || random.nextInt(8) == 0 ? new UUID(9, 9) : node.incarnation();
        long known = state.catalogue().known(id, incarnation);
        long base = random.nextInt(4) == 0 ? random.nextInt(3) : known;
        List<DataFile> added = new ArrayList<>();
        List<DataKey> removed = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            DataFile file = House.file("f" + random.nextInt(4), random.nextInt(3));
            if (random.nextBoolean()) {
                added.add(file);
            } else {
                removed.add(file.key());
            }
        }
        return new RecordManifest(
                now, epoch, id, incarnation, base, base + random.nextInt(4), added, removed);
    }
}
