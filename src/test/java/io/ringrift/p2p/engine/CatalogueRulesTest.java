package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.RecordManifest;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;

class CatalogueRulesTest {

    private static final DataFile ONE = House.file("one.bin", 1);
    private static final DataFile TWO = House.file("two.bin", 2);

    private final House house = House.with("a", "b").ruled(RulesVersion.DATA);

    private List<String> holders(DataFile file) {
        Catalogue.Held held = house.state().catalogue().files().get(file.key());
        return held == null
                ? List.of()
                : new TreeSet<>(held.holders()).stream().map(NodeId::value).toList();
    }

    private static RecordManifest without(RecordManifest c, DataKey... removed) {
        return new RecordManifest(
                c.at(),
                c.epoch(),
                c.node(),
                c.incarnation(),
                c.base(),
                c.version(),
                c.added(),
                List.of(removed));
    }

    @Test
    void whatNodesSayIsKeptPerVersionOfAFile() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(house.manifest("b", 0, 5, ONE, TWO));
        assertThat(holders(ONE)).containsExactly("a", "b");
        DataFile other = House.file("one.bin", 9);
        house.accept(house.manifest("a", 1, 2, other));
        assertThat(holders(ONE)).as("other content is another version").contains("a");
        assertThat(holders(other)).containsExactly("a");
    }

    @Test
    void whatNobodyHasAnyMoreIsForgotten() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(without(house.manifest("a", 1, 2), ONE.key(), TWO.key()));
        assertThat(house.state().catalogue().files()).isEmpty();
        assertThat(house.state().catalogue().known(new NodeId("a"), new UUID(0, 1))).isEqualTo(2);
    }

    @Test
    void aNodeThatBeginsAnewReplacesWhatItSaidBefore() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(house.manifest("a", 0, 7, TWO));
        assertThat(holders(ONE)).isEmpty();
        assertThat(holders(TWO)).containsExactly("a");
    }

    @Test
    void aChangeThatDoesNotBuildOnWhatIsKnownIsRefusedWithWhatIs() {
        NodeId a = new NodeId("a");
        assertThat(house.refuse(house.manifest("a", 3, 4, ONE)))
                .isEqualTo(new Rejection.OtherManifest(a, 0));
        house.accept(house.manifest("a", 0, 4, ONE));
        assertThat(house.refuse(house.manifest("a", 3, 4, TWO)))
                .isEqualTo(new Rejection.OtherManifest(a, 4));
        assertThat(house.refuse(house.manifest("a", 4, 4, TWO)))
                .isEqualTo(new Rejection.OtherManifest(a, 4));
        assertThat(holders(TWO)).isEmpty();
    }

    @Test
    void anotherLifeOfTheAgentBeginsAnew() {
        RecordManifest old = house.manifest("a", 0, 4, ONE);
        house.accept(old);
        house.accept(house.register("a", 2, House.FOUR_CORES));
        assertThat(house.refuse(old)).isEqualTo(new Rejection.OtherIncarnation(new NodeId("a")));
        assertThat(holders(ONE)).as("its disk is as it was").containsExactly("a");
        assertThat(house.refuse(house.manifest("a", 4, 5, TWO)))
                .isEqualTo(new Rejection.OtherManifest(new NodeId("a"), 0));
        house.accept(house.manifest("a", 0, 1, TWO));
        assertThat(holders(ONE)).isEmpty();
    }

    /** Names beyond the basic plane sort behind all others, and neighbours begin alike. */
    @Test
    void theFilesOfAConfigAreFoundWhateverTheyAreCalled() {
        DataFile emoji = House.file("\uD83C\uDFB2", 7);
        house.accept(house.manifest("a", 0, 1, ONE, emoji));
        assertThat(house.state().catalogue().of(emoji.key().kind(), "hex5_2p"))
                .extracting(Catalogue.Held::file)
                .containsExactlyInAnyOrder(ONE, emoji);
        assertThat(house.state().catalogue().of(emoji.key().kind(), "hex5_2")).isEmpty();
        assertThat(house.state().catalogue().of(emoji.key().kind(), "hex")).isEmpty();
    }

    @Test
    void aNodeThatIsUnknownIsRefused() {
        assertThat(house.refuse(house.manifest("z", 0, 1, ONE)))
                .isEqualTo(new Rejection.UnknownNode(new NodeId("z")));
    }

    @Test
    void aNodeThatIsRetiredHasNothing() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(house.manifest("b", 0, 1, ONE));
        house.accept(
                new Command.RetireNode(
                        house.now(), new NodeId("a"), new NodeStatus.Mandate("ann", "sold")));
        assertThat(holders(ONE)).containsExactly("b");
    }

    @Test
    void theCatalogueHasALimit() {
        house.accept(house.manifest("a", 0, 1));
        for (int version = 1; version <= Policy.MAX_FILES / 1_000; version++) {
            DataFile[] some = new DataFile[1_000];
            for (int i = 0; i < some.length; i++) {
                some[i] = House.file("f-" + version + "-" + i, i);
            }
            // Without the checks of every step, which walk the whole state each time.
            house.quietly(house.manifest("a", version, version + 1, some));
        }
        int last = Policy.MAX_FILES / 1_000 + 1;
        assertThat(house.state().catalogue().files()).hasSize(Policy.MAX_FILES);
        Decision full = Engine.decide(house.state(), house.manifest("a", last, last + 1, ONE));
        assertThat(full)
                .isEqualTo(new Decision.Refused(new Rejection.TooManyFiles(Policy.MAX_FILES)));
    }
}
