package io.ringrift.p2p.sync;

import static io.ringrift.p2p.sync.DataRig.GB;
import static io.ringrift.p2p.sync.DataRig.file;
import static io.ringrift.p2p.sync.DataRig.games;
import static io.ringrift.p2p.sync.DataRig.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** How files come from and to nodes that nobody can dial. */
class RelayTest {

    private static final SyncPolicy DEFAULT =
            Settings.bind("ringrift.p2p.data", SyncProperties.class, Map.of()).policy();

    private final DataRig data = new DataRig();
    private final SyncPlanner planner = data.planner(DEFAULT);

    private void round() {
        planner.round(data.epoch);
    }

    @Test
    void whoCannotBeDialledFetches() {
        data.with("a").undialled("t").has("a", games("hex8/1"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("t<-hex8/1");
    }

    @Test
    void whoCannotBeDialledPushes() {
        data.undialled("a").with("t").has("a", games("hex8/1"), games("hex8/2"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->t:hex8/1,hex8/2");
        round();
        assertThat(data.syncs()).as("it is on its way").hasSize(1);
        data.start(data.syncs().getFirst());
        round();
        assertThat(data.syncs()).as("it is on its way").hasSize(1);
    }

    @Test
    void nobodyPushesWhatCanBeFetched() {
        data.undialled("a").with("b", "t").has("a", games("hex8/1")).has("b", games("hex8/1"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("t<-hex8/1");
    }

    @Test
    void theIdleHolderPushesAndOneOfTheSameZoneBeforeIt() {
        data.undialled("a", "b").with("t");
        data.has("a", games("hex8/1"), games("hex6/1")).has("b", games("hex8/1"));
        data.ordered("a", new SyncOrder(List.of(games("hex6/1").key()), node("t")));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).contains("b->t:hex8/1");
        DataNode near = dataNode("near", "zone=a");
        assertThat(near.isNear(dataNode("other", "zone=a"))).isTrue();
        assertThat(near.isNear(dataNode("other", "zone=b"))).isFalse();
        assertThat(dataNode("x", "").isNear(dataNode("y", ""))).as("nothing is said").isFalse();
    }

    private static DataNode dataNode(String name, String labels) {
        return new DataNode(node(name), Labels.parse(labels), null, true, GB);
    }

    @Test
    void whereNeitherSideCanBeDialledAThirdNodePassesItOn() {
        data.undialled("a", "t").with("r").has("a", games("hex8/1"), games("hex8/2"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->r:hex8/1,hex8/2");
        round();
        assertThat(data.syncs()).hasSize(1);
        data.arrive(data.syncs().getFirst());
        round();
        assertThat(data.words()).containsExactly("t<-hex8/1,hex8/2");
        data.arrive(data.syncs().getFirst());
        round();
        assertThat(data.syncs()).as("all is where it should be").isEmpty();
    }

    @Test
    void whoWantsItItselfIsTheOneInBetween() {
        data.undialled("a", "k").with("r", "t", "u").room("r", 900 * GB);
        data.has("a", games("hex8/1"));
        data.runs("k", JobType.TRAINING, "hex8").runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->t:hex8/1");
        data.arrive(data.syncs().getFirst());
        round();
        assertThat(data.words()).containsExactly("k<-hex8/1");
    }

    @Test
    void twoWhoCannotBeDialledShareOneInBetween() {
        data.undialled("a", "k", "t").with("r", "s").has("a", games("hex8/1"));
        data.runs("k", JobType.TRAINING, "hex8").runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->r:hex8/1");
        data.arrive(data.syncs().getFirst());
        round();
        assertThat(data.words()).containsExactly("k<-hex8/1", "t<-hex8/1");
    }

    @Test
    void theRoomyOneIsInBetween() {
        data.undialled("a").with("r", "s").room("s", 200 * GB).has("a", games("hex8/1"));
        data.undialled("t").runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->s:hex8/1");
    }

    @Test
    void theIdleOneIsInBetween() {
        data.undialled("a", "t").with("r", "s").room("s", 200 * GB);
        data.has("a", games("hex8/1"), games("hex6/1"));
        data.ordered("a", new SyncOrder(List.of(games("hex6/1").key()), node("s")));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).contains("a->r:hex8/1");
    }

    @Test
    void theNearOneIsInBetween() {
        data.undialled("a").with("r").room("r", 200 * GB).labelled("s", "zone=x");
        data.undialled("t").label("t", "zone=x").has("a", games("hex8/1"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->s:hex8/1");
    }

    @Test
    void aHundredFilesGoThroughOneNodeInOneJob() {
        data.undialled("a", "t").with("q", "r", "s");
        data.has(
                "a",
                IntStream.range(0, 100)
                        .mapToObj(i -> file("games", "hex8/" + i, GB / 2, 1, i))
                        .toArray(DataFile[]::new));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.syncs()).hasSize(1);
    }

    @Test
    void noneInBetweenIsFilledUp() {
        data.undialled("a", "t").with("r").room("r", 3 * GB);
        data.has("a", file("games", "hex8/1", 2 * GB, 1, 0));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.syncs()).isEmpty();
        data.room("r", 5 * GB);
        round();
        assertThat(data.words()).containsExactly("a->r:hex8/1");
    }

    @Test
    void anotherIsTakenWhenOneInBetweenFails() {
        data.undialled("a", "t").with("r", "s").has("a", games("hex8/1"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->r:hex8/1");
        data.fail(data.syncs().getFirst());
        round();
        assertThat(data.words()).containsExactly("a->s:hex8/1");
        data.fail(data.syncs().getFirst());
        round();
        assertThat(data.syncs()).as("both rest").isEmpty();
        data.passUndialled(Duration.ofSeconds(31), "a", "t").pass(Duration.ZERO, "r", "s");
        round();
        assertThat(data.words()).containsExactly("a->r:hex8/1");
    }

    @Test
    void whatALostNodeWasToPushComesFromAnother() {
        data.undialled("a", "c").with("t").has("a", games("hex8/1")).has("c", games("hex8/1"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.words()).containsExactly("a->t:hex8/1");
        data.passUndialled(Duration.ofMinutes(5), "c").pass(Duration.ZERO, "t");
        round();
        assertThat(data.words()).containsExactly("a->t:hex8/1", "c->t:hex8/1");
        round();
        assertThat(data.syncs()).hasSize(2);
    }

    @Test
    void withoutAnyNodeThatCanBeDialledNothingMoves() {
        data.undialled("a", "b", "t").has("a", games("hex8/1"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.syncs()).isEmpty();
    }

    @Test
    void aWaitingTrainingGetsItsGamesThroughAThirdNode() {
        data.undialled("a", "t").with("r").has("a", games("hex8/1"));
        JobId training =
                data.needs(
                        1, "t", new Needs("hex8", List.of(DataKind.GAMES), 1_000, null, List.of()));
        round();
        assertThat(data.words()).containsExactly("a->r:hex8/1");
        assertThat(data.syncs().getFirst().spec().priority()).isEqualTo(80);
        data.arrive(data.syncs().getFirst());
        assertThat(data.assign(training, "t")).isEqualTo("not_suitable");
        round();
        assertThat(data.words()).containsExactly("t<-hex8/1");
        data.arrive(data.syncs().getFirst());
        assertThat(data.assign(training, "t")).isEqualTo("accepted");
    }
}
