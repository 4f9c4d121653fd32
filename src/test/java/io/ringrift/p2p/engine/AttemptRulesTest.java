package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.CompleteJob;
import io.ringrift.p2p.engine.Command.StartJob;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;

import java.util.List;

class AttemptRulesTest {

    private final House house = House.with("a", "b");

    @Test
    void aJobRunsFromQueueToResult() {
        house.accept(house.submit(1));
        house.accept(house.assign(1, 1, "a"));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
        assertThat(house.state().queue()).isEmpty();
        assertThat(house.node("a").free()).isEqualTo(new Resources(3_000, 0, 7L << 30));
        house.accept(house.start(1, 1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.RUNNING);
        house.accept(house.complete(1, 1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(house.get(1).games()).isEqualTo(50);
        assertThat(house.get(1).outputPath()).isEqualTo("/out/1");
        assertThat(house.node("a").reserved()).isEqualTo(Resources.NONE);
        assertThat(house.state().tally()).isEqualTo(new Tally(1, 1, 0, 0, 0, 50));
    }

    @Test
    void aResultMayOvertakeTheNewsOfTheStart() {
        house.accept(house.submit(1));
        house.accept(house.assign(1, 1, "a"));
        assertThat(house.accept(house.complete(1, 1))).hasSize(2);
        assertThat(house.get(1).startedAt()).isEqualTo(house.now());
        assertThat(house.refuse(house.start(1, 1)))
                .isEqualTo(new Rejection.StaleAttempt(House.job(1), 1));
    }

    @Test
    void repeatedReportsAreAcceptedAndChangeNothing() {
        house.running(1, "a");
        assertThat(house.accept(house.start(1, 1))).isEmpty();
        house.accept(house.complete(1, 1));
        assertThat(house.accept(house.complete(1, 1))).isEmpty();
        assertThat(house.state().tally().games()).isEqualTo(50);
        house.running(2, "a");
        house.accept(house.fail(2, 1, ExitReason.OOM));
        assertThat(house.accept(house.fail(2, 1, ExitReason.OOM))).isEmpty();
        assertThat(house.refuse(house.fail(2, 1, ExitReason.TIMEOUT)))
                .isInstanceOf(Rejection.StaleAttempt.class);
    }

    @Test
    void anotherTokenOrNumberChangesNothing() {
        house.running(1, "a");
        List<Command> foreign =
                List.of(
                        new StartJob(house.now(), House.job(1), 1, House.token(9, 9)),
                        new CompleteJob(
                                house.now(),
                                House.job(1),
                                1,
                                House.token(9, 9),
                                "/x",
                                1,
                                JsonText.EMPTY),
                        new CompleteJob(
                                house.now(),
                                House.job(1),
                                2,
                                House.token(1, 1),
                                "/x",
                                1,
                                JsonText.EMPTY),
                        house.complete(1, 0),
                        house.fail(1, 2, ExitReason.FAILED),
                        house.release(1, 1, "a"),
                        house.release(1, 1, "b"),
                        house.release(1, 1, "nowhere"));
        for (Command command : foreign) {
            assertThat(house.refuse(command)).isInstanceOf(Rejection.StaleAttempt.class);
        }
        assertThat(house.refuse(house.complete(9, 1)))
                .isEqualTo(new Rejection.StaleAttempt(House.job(9), 1));
    }

    @Test
    void theOldAttemptCanNeitherReportNorFreeThePlaceOfTheNewOneOnTheSameNode() {
        house.running(1, "a");
        house.accept(house.fail(1, 1, ExitReason.LOST));
        house.accept(house.assign(1, 2, "a"));
        for (Command late :
                List.of(
                        house.start(1, 1),
                        house.complete(1, 1),
                        house.fail(1, 1, ExitReason.FAILED),
                        house.release(1, 1, "a"))) {
            assertThat(house.refuse(late)).isEqualTo(new Rejection.StaleAttempt(House.job(1), 1));
        }
        assertThat(house.accept(house.fail(1, 1, ExitReason.LOST))).isEmpty();
        assertThat(house.node("a").holds().get(House.job(1)).attempt()).isEqualTo(2);
        house.accept(house.complete(1, 2));
    }

    @Test
    void onlyAQueuedJobIsAssignedAndOnlyAsItsNextAttempt() {
        assertThat(house.refuse(house.assign(1, 1, "a")))
                .isEqualTo(new Rejection.NotQueued(House.job(1)));
        house.accept(house.submit(1));
        assertThat(house.refuse(house.assign(1, 2, "a"))).isInstanceOf(Rejection.NotQueued.class);
        house.accept(house.assign(1, 1, "a"));
        assertThat(house.refuse(house.assign(1, 1, "a"))).isInstanceOf(Rejection.NotQueued.class);
        assertThat(house.refuse(house.assign(1, 2, "b"))).isInstanceOf(Rejection.NotQueued.class);
        house.accept(house.complete(1, 1));
        assertThat(house.refuse(house.assign(1, 2, "b"))).isInstanceOf(Rejection.NotQueued.class);
    }

    @Test
    void aJobGoesOnlyWhereItFits() {
        house.accept(house.submit(1, House.spec(50, null, new Resources(3_000, 0, 0))));
        house.accept(house.submit(2, House.spec(50, null, new Resources(2_000, 0, 0))));
        house.accept(house.submit(3, House.spec(50, null, new Resources(0, 1, 0))));
        house.accept(house.assign(1, 1, "a"));
        assertThat(house.refuse(house.assign(2, 1, "a"))).isInstanceOf(Rejection.DoesNotFit.class);
        assertThat(house.refuse(house.assign(3, 1, "a"))).isInstanceOf(Rejection.DoesNotFit.class);
        assertThat(house.refuse(house.assign(2, 1, "c"))).isInstanceOf(Rejection.UnknownNode.class);
        house.accept(house.assign(2, 1, "b"));
    }

    @Test
    void aPinnedJobGoesNowhereElse() {
        house.accept(house.submit(1, House.spec(50, "b", House.ONE_CORE)));
        assertThat(house.refuse(house.assign(1, 1, "a")))
                .isEqualTo(
                        new Rejection.PinnedElsewhere(
                                House.job(1), new io.ringrift.p2p.model.NodeId("b")));
        house.accept(house.assign(1, 1, "b"));
    }

    @Test
    void aPlaceThatIsStillTakenByTheSameJobIsNotGivenAgain() {
        house.accept(house.submit(1));
        ClusterNode a =
                house.node("a")
                        .taken(
                                House.job(1),
                                new ClusterNode.Hold(7, House.token(1, 7), House.ONE_CORE));
        ClusterState odd = house.state().withNodes(house.state().nodes().plus(a.id(), a));
        assertThat(Engine.decide(odd, house.assign(1, 1, "a")))
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused ->
                                assertThat(refused.why()).isInstanceOf(Rejection.DoesNotFit.class));
    }

    @Test
    void claimedGamesNeverTurnTheSum() {
        for (int i = 1; i <= 3; i++) {
            house.running(i, "a");
            house.accept(
                    new CompleteJob(
                            house.now(),
                            House.job(i),
                            1,
                            House.token(i, 1),
                            "/x",
                            i == 2 ? -5 : Long.MAX_VALUE,
                            JsonText.EMPTY));
        }
        assertThat(house.state().tally().games()).isEqualTo(Long.MAX_VALUE);
    }
}
