package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

import java.util.List;
import java.util.UUID;

class StateHashTest {

    private static final Sha256 DIGEST = new Sha256("ab".repeat(32));
    private static final Keeping.Pin PIN =
            new Keeping.Pin(House.START, new NodeStatus.Mandate("ann", "for a paper"));

    private final House house = House.with("a", "b");

    @Test
    void isTheSameInEveryJvm() {
        // Another number here means that replicas of two releases would call each other diverged.
        assertThat(StateHash.of(ClusterState.EMPTY)).hasToString("2aff4e90bb65c619");
        assertThat(StateHash.of(full())).hasToString("b6fd3681b1760355");
    }

    @Test
    void changesWithEveryComponent() {
        ClusterState s = full();
        var tally = s.tally().oneFailed();
        var lease =
                new io.ringrift.p2p.model.Lease(
                        null, s.lease().epoch(), s.lease().grantedAt(), s.lease().duration());
        List<ClusterState> others =
                List.of(
                        state(2, s, s.tally()),
                        state(1, s, tally),
                        s.withPolicy(House.keeping(s.policy().keepKeys(), 1)),
                        s.withLease(lease),
                        s.withOpen(TreePMap.empty(), s.queue(), s.nodes(), s.tally()),
                        s.withOpen(s.open(), TreePSet.empty(), s.nodes(), s.tally()),
                        s.withNodes(s.nodes().minus(house.node("b").id())),
                        s.withNodes(
                                s.nodes()
                                        .plus(
                                                house.node("b").id(),
                                                house.node("b")
                                                        .registered(
                                                                house.node("b").incarnation(),
                                                                Resources.NONE))),
                        s.withFinished(TreePMap.empty(), s.tally()),
                        s.withKeys(TreePMap.empty(), s.keysByAge()),
                        s.withKeys(s.keys(), TreePMap.empty()),
                        s.withOutbox(hooked("a", 1).state().outbox()),
                        s.withOutbox(hooked("b", 1).state().outbox()),
                        s.withOutbox(hooked("a", 2).state().outbox()),
                        s.withCatalogue(with(House.file("m.bin", 1))),
                        s.withCatalogue(with(House.file("m.bin", 2))),
                        s.withCatalogue(
                                new Catalogue(
                                        with(House.file("m.bin", 1)).files(),
                                        TreePMap.empty(),
                                        Keeping.NONE)),
                        s.withCatalogue(s.catalogue().with(Keeping.NONE.pinned(DIGEST, PIN))),
                        s.withCatalogue(
                                s.catalogue()
                                        .with(
                                                Keeping.NONE.released(
                                                        new NodeId("a"),
                                                        List.of(House.file("m.bin", 1).key())))));
        assertThat(others.stream().map(StateHash::of))
                .doesNotHaveDuplicates()
                .doesNotContain(StateHash.of(s));
    }

    /** Somebody outside was told of so many nodes. */
    private static House hooked(String endpoint, int nodes) {
        House house = House.led().ruled(RulesVersion.known());
        house.accept(house.endpoint(endpoint, "*"));
        for (int i = 0; i < nodes; i++) {
            house.accept(house.register("n" + i, 1, House.FOUR_CORES));
        }
        return house;
    }

    private static Catalogue with(DataFile file) {
        return Catalogue.EMPTY.recorded(
                new NodeId("a"),
                new Catalogue.Mark(new UUID(0, 1), 1),
                true,
                List.of(file),
                List.of());
    }

    private static ClusterState state(int rulesVersion, ClusterState s, Tally tally) {
        return new ClusterState(
                rulesVersion,
                s.policy(),
                s.lease(),
                s.open(),
                s.finished(),
                s.queue(),
                s.nodes(),
                s.keys(),
                s.keysByAge(),
                tally,
                s.charter(),
                s.catalogue(),
                s.training(),
                s.outbox());
    }

    /** Something of everything. */
    private ClusterState full() {
        if (house.state().open().isEmpty()) {
            house.accept(house.submit(1, "k", "body"));
            house.running(2, "a").completed(3, "b").running(4, "a");
            house.accept(house.fail(4, 1, ExitReason.TRY_AGAIN));
            house.running(5, "b");
            house.accept(house.cancel(5));
        }
        return house.state();
    }
}
