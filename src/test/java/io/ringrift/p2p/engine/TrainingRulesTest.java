package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.TrainingEvent.CandidateRegistered;
import io.ringrift.p2p.engine.TrainingEvent.ChampionChosen;
import io.ringrift.p2p.engine.TrainingEvent.ModelPromoted;
import io.ringrift.p2p.engine.TrainingEvent.ModelRejected;
import io.ringrift.p2p.engine.TrainingEvent.TrainingDecided;
import io.ringrift.p2p.engine.TrainingEvent.TrainingTriggered;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.ModelVersion.Status;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;
import io.ringrift.p2p.model.training.TrainingTrigger.Rule;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class TrainingRulesTest {

    private final School school = new School();

    private TrainingDecision decided() {
        return java.util.Objects.requireNonNull(school.ledger().lastDecision());
    }

    @Test
    void gamesMoveTheLedgerWhenTheyAreCounted() {
        school.house.running(1, "a");
        assertThat(school.ledger().games().total()).isZero();
        school.house.accept(school.house.complete(1, 1));
        assertThat(school.ledger().games().total()).isEqualTo(50);
        assertThat(school.ledger().games().since()).isEqualTo(50);
    }

    @Test
    void underEarlierRulesNothingIsCounted() {
        School old = new School();
        old.house.ruled(RulesVersion.DATA);
        old.house.completed(1, "a");
        assertThat(old.ledger().games().total()).isZero();
    }

    @Test
    void anAnswerIsWrittenDownOnlyWhenItChanges() {
        school.plays(50);
        assertThat(school.evaluate(10)).singleElement().isInstanceOf(TrainingDecided.class);
        assertThat(decided().rule()).isEqualTo(Rule.NOT_YET);
        assertThat(decided().missing()).startsWith("50 more games");
        assertThat(school.evaluate(11)).isEmpty();
    }

    @Test
    void enoughGamesBeginATrainingInOneStep() {
        school.plays(100);
        assertThat(school.evaluate(10))
                .extracting(event -> event.getClass().getSimpleName())
                .containsExactly("TrainingDecided", "TrainingTriggered", "JobSubmitted");
        assertThat(school.house.get(10).status()).isEqualTo(JobStatus.PENDING);
        assertThat(school.ledger().games().since()).as("a trigger uses nothing up").isEqualTo(100);
        assertThat(decided().job()).isEqualTo(House.job(10));
    }

    @Test
    void twoLeadersThatSeeTheSameTriggerOnce() {
        school.plays(100);
        TrainingStep.EvaluateTraining first = school.evaluation(10);
        TrainingStep.EvaluateTraining second = school.evaluation(11);
        school.house.accept(first);
        assertThat(school.house.accept(second))
                .as("a training runs")
                .noneMatch(TrainingTriggered.class::isInstance);
        school.ends(10, ExitReason.FAILED);
        assertThat(school.house.refuse(second))
                .isInstanceOfSatisfying(
                        Rejection.LedgerMoved.class,
                        why -> assertThat(why.what()).contains("another training was triggered"));
    }

    @Test
    void aTrainingThatSomebodySubmittedIsNotDoubled() {
        school.plays(100);
        school.house.accept(school.house.submit(50, School.spec(JobType.TRAINING, 1)));
        school.evaluate(10);
        assertThat(decided().rule()).isEqualTo(Rule.TRAINING_RUNS);
        school.house.accept(school.house.cancel(50));
        assertThat(school.ledger().games().runsWithoutGain()).isZero();
        assertThat(school.evaluate(10)).anyMatch(TrainingTriggered.class::isInstance);
    }

    @Test
    void aSecondOneBesideItHoldsTheNextBack() {
        school.plays(100);
        school.house.accept(school.house.submit(50, School.spec(JobType.TRAINING, 1)));
        school.house.accept(school.house.submit(51, School.spec(JobType.TRAINING, 1)));
        school.house.accept(school.house.cancel(50));
        school.evaluate(10);
        assertThat(decided().rule()).isEqualTo(Rule.TRAINING_RUNS);
        assertThat(decided().missing()).contains("somebody submitted");
    }

    @Test
    void aTrainingThatSomebodySubmittedMovesTheLedgerAndItsModelIsTested() {
        school.plays(60);
        assertThat(school.house.accept(school.house.submit(50, School.spec(JobType.TRAINING, 1))))
                .first()
                .isInstanceOf(TrainingTriggered.class);
        school.plays(7);
        school.completes(50);
        assertThat(school.ledger().games().since()).isEqualTo(7);
        assertThat(school.ledger().games().trainedAt()).isEqualTo(school.house.now());
        school.publishes(50);
        school.house.accept(school.registration(50, school.model(50)));
        assertThat(school.trial().candidate()).isEqualTo(school.model(50));
        assertThat(school.version().generation()).isOne();
    }

    @Test
    void underEarlierRulesItIsNobodysBusiness() {
        school.plays(60);
        school.house.ruled(RulesVersion.QUARANTINE);
        assertThat(school.house.accept(school.house.submit(50, School.spec(JobType.TRAINING, 1))))
                .hasSize(1);
        assertThat(school.ledger().run()).isNull();
    }

    @Test
    void aPolicyInTheShadowAnswersAndBeginsNothing() {
        school.plays(60);
        TrainingPolicy half =
                new TrainingPolicy(
                        new TrainingThresholds(
                                50, Duration.ofHours(6), Duration.ZERO, 3, 2000, 1500),
                        school.policy(0).gate(),
                        40,
                        2,
                        0,
                        0);
        var ask =
                new TrainingStep.EvaluateShadow(
                        school.house.now(), school.house.epoch(), School.CONFIG, 0);
        assertThat(school.house.accept(ask)).as("there is none").isEmpty();
        school.house.accept(
                new TrainingOrder.SetShadowPolicy(
                        school.house.now(), School.MANDATE, null, 0, half));
        assertThat(school.house.accept(ask)).hasSize(1);
        assertThat(school.ledger().lastShadow())
                .satisfies(one -> assertThat(one.rule()).isEqualTo(Rule.ENOUGH_GAMES))
                .satisfies(one -> assertThat(one.due()).isTrue());
        assertThat(school.house.accept(ask)).as("the same answer").isEmpty();
        assertThat(school.ledger().run()).isNull();
        assertThat(
                        school.house.refuse(
                                new TrainingOrder.SetShadowPolicy(
                                        school.house.now(), School.MANDATE, null, 0, null)))
                .isInstanceOf(Rejection.PolicyChanged.class);
        school.house.accept(
                new TrainingOrder.SetShadowPolicy(
                        school.house.now(), School.MANDATE, null, 1, null));
        assertThat(school.house.accept(ask)).isEmpty();
    }

    @Test
    void gamesThatNoNodeHasPublishedHoldATrainingBack() {
        school.obeys(school.policy(900));
        school.plays(100);
        TrainingStep.EvaluateTraining c = school.evaluation(10);
        school.house.accept(School.knowing(c, 89));
        assertThat(decided().rule()).isEqualTo(Rule.DATA_AWAY);
        assertThat(decided().missing()).startsWith("1 more of the 100 games");
        assertThat(school.house.accept(School.knowing(c, 90)))
                .anyMatch(TrainingTriggered.class::isInstance);
    }

    @Test
    void aTrainingCountsWhenItCompletes() {
        school.plays(100);
        school.evaluate(10);
        school.plays(60);
        school.runs(10);
        assertThat(school.ledger().games().since()).isEqualTo(160);
        school.house.accept(school.house.complete(10, 1));
        assertThat(school.ledger().games().since()).as("what came meanwhile").isEqualTo(60);
        assertThat(school.ledger().games().trainedAt()).isEqualTo(school.house.now());
    }

    @Test
    void aTrainingThatFailsUsesNothingUp() {
        school.plays(100);
        school.evaluate(10);
        school.ends(10, ExitReason.FAILED);
        assertThat(school.ledger().run()).isNull();
        assertThat(school.ledger().games().since()).isEqualTo(100);
        assertThat(school.ledger().games().runsWithoutGain()).isEqualTo(1);
        assertThat(school.evaluate(11)).anyMatch(TrainingTriggered.class::isInstance);
    }

    @Test
    void aCancelledTrainingEndsItsRun() {
        school.plays(100);
        school.evaluate(10);
        school.house.accept(school.house.cancel(10));
        assertThat(school.ledger().run()).isNull();
    }

    @Test
    void theModelOfATrainingIsTestedAgainstTheChampion() {
        assertThat(school.candidate(10)).hasOnlyElementsOfType(CandidateRegistered.class);
        assertThat(school.trial().baseline()).isNull();
        school.plays(100);
        school.evaluate(11);
        assertThat(decided().rule()).as("one at a time").isEqualTo(Rule.TRAINING_RUNS);
    }

    @Test
    void aFileThatTheTrainingDidNotMakeIsNoCandidate() {
        school.plays(100);
        school.evaluate(10);
        school.completes(10);
        school.publishes(99);
        assertThat(school.house.refuse(school.registration(10, school.model(99))))
                .isInstanceOf(Rejection.LedgerMoved.class);
        assertThat(school.house.refuse(school.registration(10, school.model(10))))
                .as("nobody has it")
                .isInstanceOf(Rejection.LedgerMoved.class);
    }

    @Test
    void whoWinsOftenEnoughIsPromoted() {
        school.candidate(10);
        school.match(20, new MatchScore(34, 0, 6));
        assertThat(school.judge()).last().isInstanceOf(ModelPromoted.class);
        assertThat(school.ledger().lineage().champion()).isEqualTo(school.model(10).sha256());
        assertThat(school.ledger().lineage().promotions()).isOne();
        assertThat(school.ledger().games().runsWithoutGain()).isZero();
        assertThat(school.version().status()).isEqualTo(Status.PROMOTED);
        assertThat(school.house.refuse(school.judgement(10)))
                .as("a second verdict changes nothing")
                .isInstanceOf(Rejection.LedgerMoved.class);
    }

    @Test
    void aModelAgainstItselfIsRejected() {
        school.candidate(10);
        int job = 20;
        while (school.ledger().trial() != null) {
            school.match(job++, new MatchScore(20, 0, 20));
            school.judge();
        }
        assertThat(school.version().status()).isEqualTo(Status.REJECTED);
        assertThat(school.version().score().games()).isBetween(80L, 400L);
        assertThat(school.ledger().lineage().champion()).isNull();
        assertThat(school.ledger().games().runsWithoutGain()).isOne();
    }

    @Test
    void theVerdictEndsEvaluationsThatNobodyWaitsFor() {
        school.candidate(10);
        school.house.accept(school.matchOrder(20));
        school.house.accept(school.matchOrder(21));
        school.completes(20);
        school.house.accept(school.recording(20, new MatchScore(38, 0, 2)));
        school.judge();
        assertThat(school.house.get(21).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void evaluationsThatFailPromoteNothing() {
        school.candidate(10);
        for (int job = 20; job < 20 + Trial.MOST_FAILURES; job++) {
            school.house.accept(school.matchOrder(job));
            assertThat(school.judge()).isEmpty();
            school.ends(job, ExitReason.FAILED);
            school.house.accept(
                    new TrainingStep.FailMatch(
                            school.house.now(),
                            school.house.epoch(),
                            School.CONFIG,
                            House.job(job),
                            "its program crashed"));
        }
        assertThat(school.judge())
                .singleElement()
                .isInstanceOfSatisfying(
                        ModelRejected.class,
                        e -> assertThat(e.reason()).contains("its program crashed"));
    }

    @Test
    void moreGamesThanOrderedOrNoneAreNotCounted() {
        school.candidate(10);
        school.house.accept(school.matchOrder(20));
        school.completes(20);
        for (MatchScore claim : new MatchScore[] {new MatchScore(41, 0, 0), MatchScore.NONE}) {
            assertThat(school.house.refuse(school.recording(20, claim)))
                    .isInstanceOf(Rejection.LedgerMoved.class);
        }
        school.house.accept(school.recording(20, new MatchScore(20, 0, 20)));
        assertThat(school.house.refuse(school.recording(20, new MatchScore(20, 0, 20))))
                .as("each result counts once")
                .isInstanceOf(Rejection.LedgerMoved.class);
    }

    @Test
    void aResultBeforeTheJobCompletedDoesNotCount() {
        school.candidate(10);
        school.house.accept(school.matchOrder(20));
        assertThat(school.house.refuse(school.recording(20, new MatchScore(40, 0, 0))))
                .isInstanceOf(Rejection.LedgerMoved.class);
    }

    @Test
    void aCandidateThatNoNodeHasAnyMoreIsRejected() {
        school.candidate(10);
        school.match(20, new MatchScore(38, 0, 2));
        school.house.accept(school.house.manifest("a", 0, 99));
        assertThat(school.judge())
                .singleElement()
                .isInstanceOfSatisfying(
                        ModelRejected.class, e -> assertThat(e.reason()).contains("no node"));
    }

    @Test
    void aChampionIsTakenBackInOneCall() {
        school.promoted(10);
        assertThat(school.house.accept(school.choice(null)))
                .first()
                .isInstanceOf(ChampionChosen.class);
        assertThat(school.ledger().lineage().champion()).isNull();
        assertThat(school.version().status()).isEqualTo(Status.ROLLED_BACK);
        assertThat(school.house.accept(school.choice(null))).isEmpty();
        assertThat(school.house.refuse(school.choice(school.model(77).sha256())))
                .as("nobody has it")
                .isInstanceOf(Rejection.LedgerMoved.class);
    }

    @Test
    void anotherChampionBeginsTheTestAnew() {
        school.promoted(10);
        school.plays(100);
        school.evaluate(11);
        school.completes(11);
        school.publishes(10, 11);
        school.house.accept(school.registration(11, school.model(11)));
        school.match(30, new MatchScore(30, 0, 10));
        school.house.accept(school.choice(null));
        assertThat(school.trial().baseline()).isNull();
        assertThat(school.trial().score().games()).isZero();
    }

    @Test
    void aPausedConfigTriggersNothing() {
        school.house.accept(
                new TrainingOrder.PauseTraining(school.house.now(), School.MANDATE, School.CONFIG));
        school.plays(100);
        school.evaluate(10);
        assertThat(decided().rule()).isEqualTo(Rule.HELD);
        assertThat(decided().missing()).contains("ann", "holidays");
        school.house.accept(
                new TrainingOrder.ResumeTraining(
                        school.house.now(), School.MANDATE, School.CONFIG));
        assertThat(school.evaluate(10)).anyMatch(TrainingTriggered.class::isInstance);
    }

    @Test
    void theLastOfTwoEditorsIsToldThatSomethingChanged() {
        TrainingPolicy mine = school.policy(0).with(TrainingThresholds.DEFAULT);
        school.house.accept(school.setting(School.CONFIG, 1, mine));
        assertThat(school.house.refuse(school.setting(School.CONFIG, 1, null)))
                .isEqualTo(new Rejection.PolicyChanged(2));
        school.house.accept(school.setting(School.CONFIG, 2, null));
        assertThat(school.house.state().training().policy(school.ledger()))
                .as("the general one again")
                .isEqualTo(TrainingPolicy.DEFAULT);
    }

    @Test
    void aConfigThatBringsNoEloRests() {
        TrainingThresholds strict =
                new TrainingThresholds(100, Duration.ofHours(6), Duration.ZERO, 1, 2000, 1500);
        school.obeys(school.policy(0).with(strict));
        school.plays(100);
        school.evaluate(10);
        school.ends(10, ExitReason.FAILED);
        school.evaluate(11);
        assertThat(decided().rule()).isEqualTo(Rule.PAUSED);
        school.house.after(Duration.ofHours(6));
        assertThat(school.evaluate(11)).anyMatch(TrainingTriggered.class::isInstance);
    }
}
