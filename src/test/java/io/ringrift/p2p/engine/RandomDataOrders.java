package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.ReleaseRule;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What a random history lets go, pins, and hears to be deleted. */
final class RandomDataOrders {

    private static final Mandate MANDATE = new Mandate("somebody", "for a reason");

    private RandomDataOrders() {}

    static Command next(
            SplittableRandom random, ClusterState state, Instant now, Epoch epoch, NodeId node) {
        DataKey key = House.file("f" + random.nextInt(4), random.nextInt(3)).key();
        if (!state.catalogue().keeping().leaving().isEmpty() && random.nextInt(3) == 0) {
            return deleted(state, now, epoch, node);
        }
        return switch (random.nextInt(9)) {
            case 8 -> RandomManifests.next(random, state, now, epoch, node);
            case 0 -> new DataOrder.PinData(now, MANDATE, key.sha256());
            case 1, 2 -> new DataOrder.UnpinData(now, MANDATE, key.sha256());
            case 3, 4 -> deleted(state, now, epoch, node);
            default ->
                    new Command.ReleaseCopies(
                            now,
                            epoch,
                            node,
                            random.nextBoolean() ? ReleaseRule.QUOTA : ReleaseRule.RETENTION,
                            1,
                            some(random, state, key));
        };
    }

    private static List<DataKey> some(SplittableRandom random, ClusterState state, DataKey key) {
        List<DataKey> some = new ArrayList<>(List.of(key));
        state.catalogue().files().keySet().stream()
                .filter(_ -> random.nextBoolean())
                .forEach(some::add);
        return some;
    }

    /** A node has done what it was told. */
    private static Command deleted(ClusterState state, Instant now, Epoch epoch, NodeId other) {
        NodeId id =
                state.catalogue().keeping().leaving().isEmpty()
                        ? other
                        : state.catalogue().keeping().leaving().firstKey();
        ClusterNode node = state.nodes().get(id);
        var incarnation = node == null ? new UUID(9, 9) : node.incarnation();
        long known = state.catalogue().known(id, incarnation);
        return new Command.RecordManifest(
                now,
                epoch,
                id,
                incarnation,
                known,
                known + 1,
                List.of(),
                List.copyOf(state.catalogue().keeping().leaving(id)));
    }
}
