package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.Sha256;

import org.junit.jupiter.api.Test;

import java.util.List;

class SuppliesTest {

    private static final NodeId A = new NodeId("a");
    private static final NodeId B = new NodeId("b");

    private final House house = House.with("a", "b").ruled(RulesVersion.DATA);

    private static DataFile file(DataKind kind, String path, long size, long games, int second) {
        return new DataFile(
                new DataKey(
                        kind,
                        new DataPath(path),
                        new Sha256("%064x".formatted(path.hashCode() & 0xffffffffL))),
                path.substring(0, path.indexOf('/')),
                size,
                games,
                Producer.of(A),
                House.START.plusSeconds(second));
    }

    private static DataFile games(String path, long games) {
        return file(DataKind.GAMES, path, 7, games, 0);
    }

    private static Needs share(int coverageMilli) {
        return new Needs("hex8", List.of(DataKind.GAMES), coverageMilli, null, List.of());
    }

    private Supplies supplies(Needs needs) {
        return new Supplies(house.state(), needs);
    }

    private void has(String node, DataFile... files) {
        house.accept(house.manifest(node, 0, 1, files));
    }

    @Test
    void whatOnlyNodesHaveThatAreAwayIsNotWaitedFor() {
        house.ruled(RulesVersion.TRAINING);
        has("a", games("hex8/1", 90));
        has("b", games("hex8/2", 10));
        assertThat(supplies(share(1_000)).areEnoughOn(A)).isFalse();
        house.accept(house.offline("b"));
        assertThat(supplies(share(1_000)).areEnoughOn(A)).isTrue();
        assertThat(supplies(share(1_000)).lackOf(A).missing()).isZero();
    }

    @Test
    void theShareIsThatOfTheGames() {
        has("a", games("hex8/1", 90));
        has("b", games("hex8/2", 10), games("hex8/3", 0));
        assertThat(supplies(share(900)).areEnoughOn(A)).isTrue();
        assertThat(supplies(share(901)).areEnoughOn(A)).isFalse();
        assertThat(supplies(share(100)).areEnoughOn(B)).isTrue();
        assertThat(supplies(share(101)).areEnoughOn(B)).isFalse();
    }

    @Test
    void whereThereAreNoGamesItIsThatOfTheBytes() {
        has("a", file(DataKind.GAMES, "hex8/1", Long.MAX_VALUE / 2, 0, 0));
        has("b", file(DataKind.GAMES, "hex8/2", Long.MAX_VALUE / 2, 0, 0));
        assertThat(supplies(share(500)).areEnoughOn(A)).isTrue();
        assertThat(supplies(share(501)).areEnoughOn(A)).isFalse();
    }

    @Test
    void otherConfigsAndKindsDoNotCount() {
        has(
                "a",
                games("hex/1", 5),
                games("hex8-b/1", 5),
                games("hex8/1", 5),
                games("hex80/1", 5),
                games("hex8_2p/1", 5),
                file(DataKind.MODELS, "hex8/m", 5, 0, 0));
        has("b", games("hex8/1", 5));
        assertThat(supplies(share(1_000)).areEnoughOn(B)).isTrue();
        assertThat(supplies(share(1_000)).missingOn(new NodeId("c")))
                .extracting(held -> held.file().key().path().value())
                .containsExactly("hex8/1");
    }

    @Test
    void everyKindMustBeThere() {
        has("a", games("hex8/1", 5), file(DataKind.MODELS, "hex8/m", 5, 0, 0));
        has("b", games("hex8/1", 5));
        Needs both =
                new Needs("hex8", List.of(DataKind.GAMES, DataKind.MODELS), 1, null, List.of());
        assertThat(supplies(both).areEnoughOn(A)).isTrue();
        assertThat(supplies(both).areEnoughOn(B)).isFalse();
    }

    @Test
    void nothingIsNotEnough() {
        assertThat(supplies(share(1)).areEnoughOn(A)).isFalse();
        assertThat(supplies(share(1)).lackOf(A))
                .isEqualTo(new Supplies.Lack(0, 0, 0, List.of(), List.of()));
    }

    @Test
    void theNewestMustNotBeTooFarBehindTheNewestThatThereIs() {
        has("a", file(DataKind.GAMES, "hex8/1", 1, 1_000, 0));
        has("b", file(DataKind.GAMES, "hex8/2", 1, 1, 60));
        assertThat(supplies(fresh(60)).areEnoughOn(A)).isTrue();
        assertThat(supplies(fresh(59)).areEnoughOn(A)).isFalse();
    }

    private static Needs fresh(long seconds) {
        return new Needs("hex8", List.of(DataKind.GAMES), 1, seconds, List.of());
    }

    @Test
    void aDigestIsThereUnderWhateverName() {
        Sha256 digest = games("hex8/1", 1).key().sha256();
        DataFile other =
                new DataFile(
                        new DataKey(DataKind.MODELS, new DataPath("hex6/x"), digest),
                        "hex6",
                        7,
                        0,
                        Producer.of(B),
                        House.START);
        has("a", games("hex8/1", 1));
        has("b", other);
        Needs needs = Needs.of(List.of(digest));
        assertThat(supplies(needs).areEnoughOn(A)).isTrue();
        assertThat(supplies(needs).areEnoughOn(B)).isTrue();
        assertThat(supplies(needs).missingOn(B)).isEmpty();
        assertThat(supplies(needs).missingOn(new NodeId("c"))).hasSize(1);
        Sha256 unknown = new Sha256("f".repeat(64));
        assertThat(supplies(Needs.of(List.of(unknown))).lackOf(A).unknown())
                .containsExactly(unknown);
    }
}
