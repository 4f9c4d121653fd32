package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

class RestoreRulesTest {

    private static final List<ClusterState> PARTS = House.backup();

    private final House house = House.led();

    private void restore() {
        house.accept(house.beginRestore(PARTS.size()));
        for (int i = 0; i < PARTS.size(); i++) {
            house.accept(house.restorePart(i));
        }
        house.accept(house.finishRestore());
    }

    @Test
    void everythingIsThereAndTheEpochIsAboveAllThatWere() {
        house.accept(new Command.FoundCluster(house.now(), house.epoch(), new UUID(1, 1)));
        Charter charter = house.state().charter();
        restore();
        assertThat(house.state().open()).hasSize(2 * Restoration.MAX_ROWS + 1);
        assertThat(house.get(1).outputPath()).isEqualTo("/out/1");
        assertThat(house.state().charter()).isEqualTo(charter);
        assertThat(house.state().lease().holder()).isNull();
        assertThat(house.epoch()).isEqualTo(new Epoch(5 + Restoring.EPOCHS_SKIPPED));
    }

    @Test
    void theSameKeyIsStillTheSameJobAndARunningAttemptMayReport() {
        restore();
        assertThat(house.accept(house.submit(7, "old-100", "")))
                .containsExactly(new Event.SubmissionRepeated(House.job(100)));
        house.accept(house.complete(2, 1));
    }

    @Test
    void itGoesOnlyIntoAClusterThatHasNeverTakenAJob() {
        house.accept(house.register("a", 1, House.FOUR_CORES));
        house.accept(house.submit(1));
        house.accept(house.cancel(1));
        assertThat(house.refuse(house.beginRestore(1))).isEqualTo(new Rejection.NotFresh(1));
    }

    @Test
    void aBackupOfLaterRulesWaitsUntilTheyAreInForce() {
        var later =
                new Command.BeginRestore(
                        house.now(), house.epoch(), new UUID(1, 1), 1, Epoch.NONE, 2);
        assertThat(house.refuse(later)).isEqualTo(new Rejection.NotTheNextRules(2, 1));
        house.accept(new Command.RaiseRulesVersion(house.now(), house.epoch(), 2));
        house.accept(later);
        assertThat(house.state().rulesVersion()).isEqualTo(2);
    }

    @Test
    void whatWasInterruptedIsGivenUpWithoutATrace() {
        ClusterState before = house.state();
        house.accept(house.beginRestore(PARTS.size()));
        house.accept(house.restorePart(0));
        house.accept(house.restorePart(1));
        house.accept(new Command.AbortRestore(house.now(), house.epoch()));
        assertThat(house.state().withPolicy(before.policy())).isEqualTo(before);
        house.accept(house.submit(1));
    }

    @Test
    void theNextLeaderBeginsAnew() {
        house.accept(house.beginRestore(PARTS.size()));
        house.accept(house.restorePart(0));
        house.accept(
                new Command.ClaimLeadership(house.now(), new NodeId("b"), Duration.ofSeconds(30)));
        restore();
        assertThat(house.state().open()).hasSize(2 * Restoration.MAX_ROWS + 1);
    }

    @Test
    void partsOfAnotherRestoreAreRefused() {
        house.accept(house.beginRestore(PARTS.size()));
        var other =
                new Command.RestorePart(
                        house.now(), house.epoch(), new UUID(1, 1), 0, PARTS.getFirst());
        assertThat(house.refuse(other)).isEqualTo(new Rejection.NotThisRestore(new UUID(1, 1)));
        house.accept(new Command.AbortRestore(house.now(), house.epoch()));
        assertThat(house.refuse(house.restorePart(0))).isInstanceOf(Rejection.NotThisRestore.class);
    }

    @Test
    void aPartTooManyIsRefused() {
        house.accept(house.beginRestore(1));
        house.accept(house.restorePart(0));
        assertThat(house.refuse(house.restorePart(1))).isInstanceOf(Rejection.NotThisRestore.class);
    }

    @Test
    void whatNodesHaveShownIsRestored() {
        House old = House.with("a").ruled(RulesVersion.PLACEMENT).completed(1, "a");
        House fresh = House.with().ruled(RulesVersion.PLACEMENT);
        List<ClusterState> parts = Restoration.parts(old.state());
        UUID id = new UUID(9, 1);
        fresh.accept(
                new Command.BeginRestore(
                        fresh.now(), fresh.epoch(), id, parts.size(), Epoch.NONE, 2));
        for (int i = 0; i < parts.size(); i++) {
            fresh.accept(new Command.RestorePart(fresh.now(), fresh.epoch(), id, i, parts.get(i)));
        }
        assertThat(fresh.node("a").profile().work()).hasSize(1);
        assertThat(fresh.node("a").profile()).isEqualTo(old.node("a").profile());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void aStateOfAnyHistoryIsTheSameAfterwardsAndGoesOn(long seed) {
        History history = new History(seed);
        ClusterState old = ClusterState.EMPTY;
        for (int i = 0; i < 400 || old.charter().restoring() != null; i++) {
            old = Engine.apply(old, history.next(old)).state();
        }
        for (int version = 2; version <= old.rulesVersion(); version++) {
            house.accept(new Command.RaiseRulesVersion(house.now(), house.epoch(), version));
        }
        UUID id = new UUID(9, seed);
        List<ClusterState> parts = Restoration.parts(old);
        Epoch epoch = old.lease().epoch();
        house.accept(
                new Command.BeginRestore(
                        house.now(), house.epoch(), id, parts.size(), epoch, old.rulesVersion()));
        for (int i = 0; i < parts.size(); i++) {
            house.accept(new Command.RestorePart(house.now(), house.epoch(), id, i, parts.get(i)));
        }
        house.accept(new Command.FinishRestore(house.now(), house.epoch(), id));

        ClusterState restored = house.state();
        assertThat(epoch.isOlderThan(restored.lease().epoch())).isTrue();
        assertThat(
                        restored.withLease(old.lease())
                                .withCharter(old.charter())
                                .withRules(old.rulesVersion()))
                .isEqualTo(old);
        for (int i = 0; i < 200; i++) {
            house.apply(history.next(house.state()));
        }
    }
}
