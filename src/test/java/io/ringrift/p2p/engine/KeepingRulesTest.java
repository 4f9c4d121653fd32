package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.ReleaseCopies;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.ReleaseRule;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;

import org.junit.jupiter.api.Test;

import java.util.List;

/** What is let go, and what never is. */
class KeepingRulesTest {

    private static final Mandate ANN = new Mandate("ann", "the paper refers to it");
    private static final NodeId A = new NodeId("a");
    private static final DataFile ONE = House.file("one.bin", 1);
    private static final DataFile TWO = House.file("two.bin", 2);

    private final House house = House.with("a", "b").ruled(RulesVersion.RETENTION);

    private ReleaseCopies release(String node, ReleaseRule rule, DataFile... files) {
        return new ReleaseCopies(
                house.now(),
                house.epoch(),
                new NodeId(node),
                rule,
                1,
                List.of(files).stream().map(DataFile::key).toList());
    }

    private ReleaseCopies past(DataFile... files) {
        return release("a", ReleaseRule.RETENTION, files);
    }

    private boolean has(String node, DataFile file) {
        Catalogue.Held held = house.state().catalogue().files().get(file.key());
        return held != null && held.holders().contains(new NodeId(node));
    }

    private List<DataKey> leaving() {
        return List.copyOf(house.state().catalogue().keeping().leaving(A));
    }

    private Command.RecordManifest deletedOnA(long base, DataFile file) {
        var empty = house.manifest("a", base, base + 1);
        return new Command.RecordManifest(
                empty.at(),
                empty.epoch(),
                A,
                empty.incarnation(),
                base,
                base + 1,
                List.of(),
                List.of(file.key()));
    }

    private void staysOnA(DataFile file) {
        assertThat(house.refuse(past(file))).isEqualTo(new Rejection.NothingToRelease(A));
        assertThat(has("a", file)).isTrue();
    }

    @Test
    void whatIsLetGoCountsNoMoreAndIsForgottenOnceItsNodeSaysSo() {
        house.accept(house.manifest("a", 0, 1, ONE, TWO));
        house.accept(house.manifest("b", 0, 1, TWO));
        house.accept(past(ONE, TWO));
        assertThat(has("a", ONE)).isFalse();
        assertThat(has("a", TWO)).isFalse();
        assertThat(has("b", TWO)).as("another node's copy is another matter").isTrue();
        assertThat(leaving()).containsExactly(ONE.key(), TWO.key());
        List<Event> events = house.accept(deletedOnA(1, ONE));
        assertThat(events)
                .contains(new DataEvent.CopiesDeleted(house.now(), A, List.of(ONE.key())));
        assertThat(leaving()).containsExactly(TWO.key());
    }

    /** Its order is said again until it is done; until then the copy must not come back. */
    @Test
    void aNodeThatStartsAgainBeforeItHasDeletedIsNoHolder() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(past(ONE));
        house.accept(house.register("a", 2, House.FOUR_CORES));
        house.accept(house.manifest("a", 0, 1, ONE));
        assertThat(has("a", ONE)).isFalse();
        assertThat(leaving()).containsExactly(ONE.key());
        assertThat(house.state().catalogue().files()).isEmpty();
    }

    @Test
    void whatANodeHasThatIsRetiredNeedNotBeDeleted() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(past(ONE));
        house.accept(new Command.RetireNode(house.now(), A, ANN));
        assertThat(leaving()).isEmpty();
    }

    @Test
    void aQuotaLeavesEnoughCopiesOnNodesThatAreThere() {
        house.accept(house.manifest("a", 0, 1, ONE));
        assertThat(house.refuse(release("a", ReleaseRule.QUOTA, ONE)))
                .as("the only copy")
                .isEqualTo(new Rejection.NothingToRelease(A));
        house.accept(house.manifest("b", 0, 1, ONE));
        house.accept(house.offline("b"));
        assertThat(house.refuse(release("a", ReleaseRule.QUOTA, ONE)))
                .as("the other one is on a node that may never come back")
                .isEqualTo(new Rejection.NothingToRelease(A));
        house.accept(house.register("b", 1, House.FOUR_CORES));
        house.accept(release("a", ReleaseRule.QUOTA, ONE));
        assertThat(house.refuse(release("b", ReleaseRule.QUOTA, ONE)))
                .as("a plan from before the first went")
                .isEqualTo(new Rejection.NothingToRelease(new NodeId("b")));
    }

    @Test
    void whatIsPinnedStaysUnderAnyName() {
        DataFile other = House.file("other-name.bin", 1);
        house.accept(house.manifest("a", 0, 1, ONE, other, TWO));
        house.accept(new DataOrder.PinData(house.now(), ANN, ONE.key().sha256()));
        assertThat(house.accept(new DataOrder.PinData(house.now(), ANN, ONE.key().sha256())))
                .as("again changes nothing")
                .isEmpty();
        house.accept(past(ONE, other, TWO));
        assertThat(leaving()).containsExactly(TWO.key());
        house.accept(new DataOrder.UnpinData(house.now(), ANN, ONE.key().sha256()));
        house.accept(past(ONE, other));
        assertThat(leaving()).hasSize(3);
        Sha256 unknown = new Sha256("ee".repeat(32));
        assertThat(house.refuse(new DataOrder.PinData(house.now(), ANN, unknown)))
                .isEqualTo(new Rejection.UnknownContent(unknown));
    }

    @Test
    void whatAWaitingJobNeedsStaysEverywhere() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(
                house.submit(
                        1,
                        House.spec(0, null, Resources.NONE)
                                .withNeeds(Needs.of(List.of(ONE.key().sha256())))));
        staysOnA(ONE);
        house.accept(house.cancel(1));
        house.accept(past(ONE));
    }

    @Test
    void whatARunningJobReadsStaysOnItsNode() {
        house.accept(house.manifest("a", 0, 1, ONE));
        house.accept(house.manifest("b", 0, 1, ONE));
        house.accept(
                house.submit(
                        1,
                        House.spec(0, null, Resources.NONE)
                                .withNeeds(
                                        new Needs(
                                                "hex5_2p",
                                                List.of(DataKind.MODELS),
                                                1_000,
                                                null,
                                                List.of()))));
        house.accept(house.assign(1, 1, "a"));
        staysOnA(ONE);
        house.accept(release("b", ReleaseRule.RETENTION, ONE));
        house.accept(house.start(1, 1));
        staysOnA(ONE);
        Job job = house.state().job(House.job(1));
        assertThat(job).isNotNull();
        house.accept(house.complete(1, 1));
        house.accept(past(ONE));
    }

    private static ReleaseCopies past(School school, int job) {
        House house = school.house;
        return new ReleaseCopies(
                house.now(),
                house.epoch(),
                A,
                ReleaseRule.RETENTION,
                1,
                List.of(school.model(job)));
    }

    @Test
    void championsCandidatesAndWhatATrainingHasJustMadeStayAndRejectedModelsGo() {
        School school = new School();
        school.promoted(10);
        assertThat(school.house.refuse(past(school, 10))).as("the champion").isNotNull();
        school.plays(100);
        school.evaluate(11);
        school.completes(11);
        school.publishes(10, 11);
        assertThat(school.house.refuse(past(school, 11))).as("not registered yet").isNotNull();
        school.house.accept(school.registration(11, school.model(11)));
        assertThat(school.house.refuse(past(school, 11))).as("the candidate").isNotNull();
        school.match(511, new MatchScore(2, 0, 38));
        school.judge();
        school.house.accept(past(school, 11));
        assertThat(school.house.refuse(past(school, 10))).as("still the champion").isNotNull();
        school.promoted(12);
        school.publishes(10, 12);
        assertThat(school.house.refuse(past(school, 10)))
                .as("a rollback would lead to it")
                .isNotNull();
    }
}
