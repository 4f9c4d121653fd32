package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.TrainingEvent.ChampionChosen;
import io.ringrift.p2p.engine.TrainingEvent.DataQuarantined;
import io.ringrift.p2p.engine.TrainingEvent.MatchFailed;
import io.ringrift.p2p.engine.TrainingEvent.ModelRejected;
import io.ringrift.p2p.engine.TrainingEvent.QuarantineLifted;
import io.ringrift.p2p.engine.TrainingEvent.TrainingTriggered;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

class TaintRulesTest {

    private final School school = new School();
    private final Instant morning = school.house.now();

    private GameCount games() {
        return school.ledger().games();
    }

    private void quarantines(String node) {
        school.house.accept(school.quarantine(node, morning, null));
    }

    private void anHourPasses() {
        school.house.after(Duration.ofHours(1));
    }

    @Test
    void gamesOfTheNodeAreNotCountedAnyMore() {
        school.plays("a", 60, null);
        school.plays("b", 50, null);
        quarantines("b");
        assertThat(games().total()).isEqualTo(60);
        assertThat(games().since()).isEqualTo(60);
        assertThat(games().tainted()).isEqualTo(50);
        assertThat(school.evaluate(10)).noneMatch(TrainingTriggered.class::isInstance);
    }

    @Test
    void takenBackTheyCountAgain() {
        school.plays("b", 50, null);
        quarantines("b");
        school.house.accept(school.lifting(1));
        assertThat(games().total()).isEqualTo(50);
        assertThat(games().since()).isEqualTo(50);
        assertThat(games().tainted()).isZero();
        assertThat(school.house.refuse(school.lifting(1)))
                .isInstanceOf(Rejection.UnknownQuarantine.class);
    }

    @Test
    void onlyTheTimeThatIsNamedIsMeant() {
        school.plays("b", 10, null);
        anHourPasses();
        school.plays("b", 20, null);
        anHourPasses();
        school.plays("b", 30, null);
        Instant from = morning.plusSeconds(3_600);
        school.house.accept(school.quarantine("b", from, from.plusMillis(1)));
        assertThat(games().total()).isEqualTo(40);
        anHourPasses();
        school.plays("b", 5, null);
        assertThat(games().total()).isEqualTo(45);
    }

    @Test
    void whatTheNodePlaysLaterIsNotCountedEither() {
        school.plays("a", 1, null);
        quarantines("b");
        school.plays("b", 50, null);
        assertThat(games().total()).isEqualTo(1);
        assertThat(games().tainted()).isEqualTo(50);
    }

    @Test
    void theSameOrderTwiceIsOne() {
        quarantines("b");
        anHourPasses();
        assertThat(school.house.accept(school.quarantine("b", morning, null))).isEmpty();
    }

    @Test
    void whatTwoQuarantinesMeanCountsWhenBothAreTakenBack() {
        school.plays("b", 50, null);
        quarantines("b");
        school.house.accept(school.quarantine("b", morning, morning.plusSeconds(60)));
        assertThat(games().tainted()).isEqualTo(50);
        school.house.accept(school.lifting(1));
        assertThat(games().total()).isZero();
        school.house.accept(school.lifting(2));
        assertThat(games().total()).isEqualTo(50);
    }

    @Test
    void aTrainingUsesUpOnlyWhatWasClean() {
        school.plays("a", 60, null);
        school.plays("b", 50, null);
        school.evaluate(10);
        quarantines("b");
        school.plays("a", 7, null);
        school.completes(10);
        assertThat(games().since()).as("what came meanwhile").isEqualTo(7);
        school.house.accept(school.lifting(1));
        assertThat(games().since()).as("the training would have used them").isEqualTo(7);
        assertThat(games().total()).isEqualTo(117);
    }

    @Test
    void gamesThatAreOldDoNotComeBackAsNewOnes() {
        school.plays("b", 100, null);
        school.evaluate(10);
        school.completes(10);
        quarantines("b");
        assertThat(games().since()).isZero();
        school.house.accept(school.lifting(1));
        assertThat(games().since()).isZero();
        assertThat(games().total()).isEqualTo(100);
    }

    @Test
    void modelsThatLearnedFromThemAreMarked() {
        school.plays("b", 1, null);
        school.candidate(10);
        quarantines("b");
        assertThat(school.version().taints()).containsExactly(1);
        school.house.accept(school.lifting(1));
        assertThat(school.version().taints()).isEmpty();
    }

    @Test
    void modelsThatNeverSawThemAreNot() {
        school.candidate(10);
        school.plays("b", 50, null);
        quarantines("b");
        assertThat(school.version().taints()).isEmpty();
    }

    @Test
    void aTrainingThatBeginsLaterGetsNoneOfThem() {
        school.plays("b", 50, null);
        quarantines("b");
        school.candidate(10);
        assertThat(school.version().taints()).isEmpty();
    }

    @Test
    void aTrainingUnderWayMarksItsModel() {
        school.plays("b", 100, null);
        school.evaluate(10);
        school.runs(10);
        quarantines("b");
        school.house.accept(school.house.complete(10, 1));
        school.publishes(10);
        school.house.accept(school.registration(10, school.model(10)));
        assertThat(school.version().taints()).containsExactly(1);
    }

    @Test
    void aTrainingThatWaitsForANodeGetsCleanGamesOnly() {
        school.plays("b", 100, null);
        school.evaluate(10);
        quarantines("b");
        school.completes(10);
        school.publishes(10);
        school.house.accept(school.registration(10, school.model(10)));
        assertThat(school.version().taints()).isEmpty();
    }

    @Test
    void aWindowReachesBackOnlySoFar() {
        TrainingPolicy all = school.policy(0);
        school.plays("b", 100, null);
        school.evaluate(10);
        school.completes(10);
        school.house.accept(
                new TrainingStep.EndRun(
                        school.house.now(),
                        school.house.epoch(),
                        School.CONFIG,
                        House.job(10),
                        ""));
        school.obeys(
                new TrainingPolicy(
                        all.thresholds(),
                        all.gate(),
                        all.batchGames(),
                        all.parallelBatches(),
                        100,
                        0));
        school.candidate(11);
        assertThat(school.version().origin()).isNotNull();
        assertThat(school.version().origin().from()).isEqualTo(2);
        quarantines("b");
        assertThat(school.version().taints()).isEmpty();
    }

    @Test
    void modelsThatTheNodeTrainedAreMarked() {
        school.candidate(10);
        school.house.accept(school.quarantine("a", House.START, null));
        assertThat(school.version().taints()).contains(1);
    }

    @Test
    void aTestGoesOnWithoutItsMatches() {
        school.candidate(10);
        school.match(20, new MatchScore(20, 0, 20));
        anHourPasses();
        school.house.accept(school.matchOrder(21));
        school.runs(21, "b");
        school.house.accept(school.house.complete(21, 1));
        school.house.accept(school.recording(21, new MatchScore(39, 0, 1)));
        assertThat(school.trial().score().games()).isEqualTo(80);
        quarantines("b");
        assertThat(school.trial().score()).isEqualTo(new MatchScore(20, 0, 20));
        assertThat(school.judge()).isEmpty();
        school.house.accept(school.lifting(1));
        assertThat(school.trial().score()).isEqualTo(new MatchScore(59, 0, 21));
    }

    @Test
    void matchesOfANodeInQuarantinePromoteNothing() {
        school.candidate(10);
        quarantines("b");
        for (int job = 20; job < 20 + Trial.MOST_FAILURES; job++) {
            school.house.accept(school.matchOrder(job));
            school.runs(job, "b");
            school.house.accept(school.house.complete(job, 1));
            assertThat(school.house.accept(school.recording(job, new MatchScore(39, 0, 1))))
                    .singleElement()
                    .isInstanceOf(MatchFailed.class);
        }
        assertThat(school.judge()).last().isInstanceOf(ModelRejected.class);
    }

    @Test
    void aRollbackMarksTheGamesOfTheModelsThatItTakesBack() {
        school.promoted(10);
        var first = school.model(10).sha256();
        anHourPasses();
        school.plays("a", 30, first);
        school.plays("a", 20, null);
        assertThat(school.house.accept(school.choice(null)))
                .hasExactlyElementsOfTypes(ChampionChosen.class, DataQuarantined.class);
        assertThat(games().tainted()).isEqualTo(30);
        assertThat(games().since()).isEqualTo(20);
        school.plays("a", 10, first);
        assertThat(games().tainted()).as("what was under way, too").isEqualTo(40);
        assertThat(school.house.accept(school.choice(first)))
                .as("it may play again")
                .hasExactlyElementsOfTypes(ChampionChosen.class, QuarantineLifted.class);
        assertThat(games().since()).isEqualTo(60);
    }

    @Test
    void aRollbackOverTwoModelsMarksTheGamesOfBoth() {
        school.promoted(10);
        var first = school.model(10).sha256();
        school.plays("a", 30, first);
        school.plays("a", 70, null);
        school.evaluate(11);
        school.completes(11);
        school.publishes(10, 11);
        school.house.accept(school.registration(11, school.model(11)));
        school.match(600, new MatchScore(38, 0, 2));
        school.judge();
        var second = school.model(11).sha256();
        school.plays("a", 50, second);
        List<Event> events = school.house.accept(school.choice(null));
        assertThat(events).filteredOn(DataQuarantined.class::isInstance).hasSize(2);
        assertThat(games().tainted()).isEqualTo(80);
        assertThat(school.version().taints())
                .as("the second learned from games of the first")
                .isNotEmpty();
    }

    @Test
    void aRollbackThatKeepsTheGamesMarksNone() {
        school.promoted(10);
        school.plays("a", 30, school.model(10).sha256());
        school.house.accept(
                new TrainingOrder.ChooseChampion(
                        school.house.now(), School.MANDATE, School.CONFIG, null, false));
        assertThat(games().tainted()).isZero();
    }

    @Test
    void filesInQuarantineAreNoSupplies() {
        var file = House.file("g", 1);
        school.house.accept(school.house.manifest("a", 0, 1, file));
        assertThat(school.house.state().training().isTainted(file)).isFalse();
        school.house.accept(school.quarantine("a", House.START, null));
        assertThat(school.house.state().training().isTainted(file)).isTrue();
        var needs =
                new io.ringrift.p2p.model.Needs(
                        School.CONFIG, List.of(file.key().kind()), 1_000, null, List.of());
        assertThat(
                        new Supplies(school.house.state(), needs)
                                .missingOn(new io.ringrift.p2p.model.NodeId("b")))
                .isEmpty();
    }
}
