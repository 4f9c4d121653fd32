package io.ringrift.p2p.sync;

import static io.ringrift.p2p.sync.DataRig.GB;
import static io.ringrift.p2p.sync.DataRig.file;
import static io.ringrift.p2p.sync.DataRig.games;
import static io.ringrift.p2p.sync.DataRig.model;
import static io.ringrift.p2p.sync.DataRig.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.Settings;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.replication.Applied;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** When a plan is made, and when none need be. */
class SyncWakeTest {

    private static final SyncPolicy DEFAULT =
            Settings.bind("ringrift.p2p.data", SyncProperties.class, Map.of()).policy();

    private final DataRig data = new DataRig();
    private final SyncPlanner planner = data.planner(DEFAULT);

    private void round() {
        planner.round(data.epoch);
    }

    /** How many plans the next round makes. */
    private long plansOfARound() {
        long before = data.plans();
        round();
        return data.plans() - before;
    }

    private void settled() {
        data.with("a", "t").has("a", games("hex8/1")).has("t", games("hex8/1"));
        data.runs("t", JobType.TRAINING, "hex8");
        round();
        assertThat(data.syncs()).isEmpty();
        assertThat(data.plans()).isOne();
    }

    @Test
    void anUnchangedPictureCostsNoPlan() {
        settled();
        for (int i = 0; i < 100; i++) {
            data.pass(Duration.ofSeconds(2), "a", "t");
            data.room("a", (100 - i % 7) * GB);
            round();
        }
        assertThat(data.plans()).isOne();
    }

    @Test
    void jobsThatMoveNothingAndNeedNothingCostNoPlan() {
        settled();
        data.rig.apply(Nouns.submit(1), Nouns.submit(2));
        data.rig.apply(Nouns.assign(1, node("a")));
        round();
        long plans = data.plans();
        data.rig.apply(Nouns.start(1), Nouns.submit(3));
        assertThat(plansOfARound()).isZero();
        assertThat(plans).as("one runs for the first time on a").isLessThanOrEqualTo(2);
    }

    @Test
    void aNewFileAPlayerALabelOrASilentNodeIsPlannedFor() {
        settled();
        data.has("a", games("hex8/2"));
        assertThat(plansOfARound()).isOne();
        assertThat(plansOfARound()).as("what a plan did is looked at once more").isOne();
        assertThat(plansOfARound()).isZero();
        data.runs("a", JobType.SELFPLAY, "hex6");
        assertThat(plansOfARound()).isOne();
        data.label("a", "zone=x");
        assertThat(plansOfARound()).isOne();
        assertThat(plansOfARound()).isZero();
        data.pass(Duration.ofMinutes(5), "t");
        assertThat(plansOfARound()).isOne();
    }

    @Test
    void onlyEnoughSpaceIsPlannedFor() {
        data.with("a", "b").room("b", 3 * GB).has("a", model("hex8/1.pt"));
        data.room("b", 2 * GB);
        round();
        assertThat(data.syncs()).isEmpty();
        data.room("b", 2 * GB + GB / 4);
        assertThat(plansOfARound()).isZero();
        data.room("b", GB);
        assertThat(plansOfARound()).isZero();
        data.room("b", 3 * GB);
        assertThat(plansOfARound()).isOne();
        assertThat(data.words()).containsExactly("b<-hex8/1.pt");
    }

    @Test
    void theEndOfARestIsPlannedFor() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        round();
        data.fail(data.syncs().getFirst());
        round();
        data.pass(Duration.ofSeconds(29), "a", "b");
        assertThat(plansOfARound()).isZero();
        data.pass(Duration.ofSeconds(1), "a", "b");
        assertThat(plansOfARound()).isOne();
        assertThat(data.syncs()).hasSize(1);
    }

    @Test
    void everyChangeCountsWhileAJobWaitsForData() {
        settled();
        data.needs(1, "a", Needs.of(List.of(model("hex8/9.pt").key().sha256())));
        assertThat(plansOfARound()).isOne();
        assertThat(plansOfARound()).isZero();
        data.rig.apply(Nouns.submit(2));
        assertThat(plansOfARound()).isOne();
    }

    @Test
    void whatWakesIt() {
        data.with("a", "b").has("a", model("hex8/1.pt"));
        round();
        var job = data.syncs().getFirst();
        assertThat(planner.isWokenBy(applied(Nouns.submit(1)))).isFalse();
        assertThat(planner.isWokenBy(applied(Nouns.register(node("c"), Nouns.FOUR_CORES))))
                .isTrue();
        assertThat(
                        planner.isWokenBy(
                                applied(new Command.CancelJob(data.rig.clock.instant(), job.id()))))
                .isTrue();
        assertThat(
                        planner.isWokenBy(
                                applied(
                                        new Command.CancelJob(
                                                data.rig.clock.instant(), Nouns.job(7)))))
                .isFalse();
    }

    private static Applied applied(Command command) {
        return new Applied(1, command, new Decision.Accepted(List.of()));
    }

    /** Whatever happens: where no plan was made, one would have moved nothing. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void noPlanThatIsLeftOutWouldHaveMovedAnything(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        data.with("a", "b", "c").undialled("x", "y");
        for (int i = 0; i < 150; i++) {
            happen(random, i);
            for (int j = 0; j < 3; j++) {
                round();
            }
            assertThat(planAnyway()).as("step %d", i).isEmpty();
        }
        assertThat(data.plans()).isLessThan(150 * 3);
    }

    private void happen(SplittableRandom random, int i) {
        String name = List.of("a", "b", "c", "x", "y").get(random.nextInt(5));
        switch (random.nextInt(8)) {
            case 0, 1 -> data.has(name, file("games", "hex8/" + i, GB, 1, i));
            case 2 -> data.has(name, file("models", "hex8/" + i, GB, 1, i));
            case 3 -> begin(name, JobType.SELFPLAY, random.nextInt(2) == 0 ? "hex8" : "hex6");
            case 4 -> begin(name, JobType.TRAINING, "hex8");
            case 5 -> data.room(name, random.nextInt(1, 12) * GB);
            default -> data.syncs().stream().findFirst().ifPresent(data::arrive);
        }
    }

    private void begin(String name, JobType type, String config) {
        if (data.rig.node(node(name)).free().cpuMilli() > 0) {
            data.runs(name, type, config);
        }
    }

    private List<String> planAnyway() {
        ClusterState state = data.rig.log.picture().state();
        Outlook outlook = Outlook.of(state, DataNode.alive(state, data.peers));
        return new SyncPlan(
                        state.catalogue(),
                        outlook.nodes(),
                        outlook.underway(),
                        DEFAULT,
                        (_, _) -> false)
                .of(Wants.of(outlook, DEFAULT, Instant.EPOCH, (_, _) -> false)).stream()
                        .map(DataRig::words)
                        .toList();
    }
}
