package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Event.BatchCompleted;
import io.ringrift.p2p.engine.Event.BatchFailed;
import io.ringrift.p2p.engine.Event.JobAssigned;
import io.ringrift.p2p.engine.Event.JobCancelled;
import io.ringrift.p2p.engine.Event.JobCompleted;
import io.ringrift.p2p.engine.Event.JobFailed;
import io.ringrift.p2p.engine.Event.PartMade;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;

class BatchRulesTest {

    private static final JobSpec LARGE = House.spec(50, null, House.ONE_CORE).inPartsOf(60);
    private static final JobId WHOLE = House.job(1);

    private final House house = House.with("a", "b").ruled(RulesVersion.PARTS);

    private House inParts() {
        house.accept(house.submit(1, LARGE));
        house.accept(house.assignPart(1, 2, 20, "a"));
        house.accept(house.assignPart(1, 3, 30, "b"));
        return house;
    }

    @Test
    void aPartIsMadeWhenANodeTakesItAndTheRestWaits() {
        house.accept(house.submit(1, LARGE));
        assertThat(house.accept(house.assignPart(1, 2, 20, "a")))
                .hasExactlyElementsOfTypes(PartMade.class, JobAssigned.class);
        assertThat(house.get(1).status()).isEqualTo(JobStatus.RUNNING);
        assertThat(house.get(1).startedAt()).isEqualTo(house.now());
        assertThat(house.get(1).restGames()).isEqualTo(30);
        assertThat(house.get(2).spec()).isEqualTo(LARGE.part(WHOLE, 20));
        assertThat(house.state().queue()).containsExactly(QueueKey.of(house.get(1)));
        house.accept(house.assignPart(1, 3, 30, "b"));
        assertThat(house.state().queue()).isEmpty();
    }

    @Test
    void theLastCountedPartCompletesTheWholeAndGamesCountOnce() {
        inParts();
        assertThat(house.accept(house.complete(2, 1))).last().isInstanceOf(JobCompleted.class);
        assertThat(house.get(1).games()).isEqualTo(50);
        assertThat(house.accept(house.complete(3, 1)))
                .last()
                .isEqualTo(new BatchCompleted(house.now(), WHOLE, 100, 2));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(house.get(1).games()).isEqualTo(100);
        assertThat(house.state().tally().games()).isEqualTo(100);
        assertThat(house.accept(house.complete(3, 1))).as("said twice").isEmpty();
    }

    @Test
    void whileGamesAreLeftTheEndOfEveryPartEndsNothing() {
        house.accept(house.submit(1, LARGE));
        house.accept(house.assignPart(1, 2, 49, "a"));
        house.accept(house.complete(2, 1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.RUNNING);
        house.accept(house.assignPart(1, 3, 1, "a"));
        house.accept(house.complete(3, 1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void aPartThatFailsForGoodEndsTheWholeAndTheOthers() {
        inParts();
        assertThat(house.accept(house.fail(2, 1, ExitReason.FAILED)))
                .hasExactlyElementsOfTypes(JobFailed.class, JobCancelled.class, BatchFailed.class);
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(house.get(1).error()).contains(House.job(2).toString(), "it said FAILED");
        assertThat(house.get(3).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(house.node("b").holds()).as("until it is stopped").hasSize(1);
        house.accept(house.release(3, 1, "b"));
    }

    @Test
    void aPartThatIsLostIsRepeatedAndTheWholeGoesOn() {
        inParts();
        house.accept(house.start(2, 1));
        house.accept(house.offline("a"));
        house.accept(house.lose(2, 1, "a", true));
        assertThat(house.get(2).status()).isEqualTo(JobStatus.PENDING);
        assertThat(house.get(1).status()).isEqualTo(JobStatus.RUNNING);
        house.accept(house.assign(2, 2, "b"));
        house.accept(house.complete(2, 2));
        house.accept(house.complete(3, 1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @Test
    void cancellingTheWholeCancelsItsParts() {
        inParts();
        house.accept(house.complete(2, 1));
        assertThat(house.accept(house.cancel(1)))
                .hasExactlyElementsOfTypes(JobCancelled.class, JobCancelled.class);
        assertThat(house.get(3).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(house.get(1).games()).as("what was counted stays").isEqualTo(50);
        assertThat(house.refuse(house.complete(3, 1)))
                .isEqualTo(new Rejection.StaleAttempt(House.job(3), 1));
    }

    @Test
    void aPartIsNotCancelledAlone() {
        inParts();
        assertThat(house.refuse(house.cancel(2)))
                .isEqualTo(new Rejection.PartOfJob(House.job(2), WHOLE));
    }

    @Test
    void noGameIsGivenTwiceAndNoneTooMany() {
        inParts();
        var nothingLeft = new Rejection.NotQueued(WHOLE);
        assertThat(house.refuse(house.assignPart(1, 4, 1, "a"))).isEqualTo(nothingLeft);
        house.accept(house.submit(5, LARGE));
        var five = new Rejection.NotQueued(House.job(5));
        assertThat(house.refuse(house.assignPart(5, 6, 51, "a"))).isEqualTo(five);
        assertThat(house.refuse(house.assignPart(5, 6, 0, "a"))).isEqualTo(five);
        assertThat(house.refuse(house.assignPart(5, 2, 1, "a")))
                .isEqualTo(new Rejection.DuplicateJob(House.job(2)));
        assertThat(house.refuse(house.assignPart(5, 6, 1, "z")))
                .isInstanceOf(Rejection.UnknownNode.class);
    }

    @Test
    void whatHasBegunInPartsDoesNotGoOnAsAWholeAndTheOtherWayRound() {
        house.accept(house.submit(1, LARGE));
        house.accept(house.assignPart(1, 2, 20, "a"));
        assertThat(house.refuse(house.assign(1, 1, "b"))).isEqualTo(new Rejection.NotQueued(WHOLE));
        house.accept(house.submit(5, LARGE));
        house.accept(house.assign(5, 1, "b"));
        assertThat(house.refuse(house.assignPart(5, 6, 20, "a")))
                .isEqualTo(new Rejection.NotQueued(House.job(5)));
        house.accept(house.submit(7));
        assertThat(house.refuse(house.assignPart(7, 8, 20, "a")))
                .as("not asked for")
                .isEqualTo(new Rejection.NotQueued(House.job(7)));
    }

    @Test
    void aPartNeedsRoomLikeAnyJob() {
        house.accept(house.submit(1, LARGE.withResources(new Resources(8_000, 0, 0))));
        assertThat(house.refuse(house.assignPart(1, 2, 20, "a")))
                .isInstanceOf(Rejection.DoesNotFit.class);
        house.accept(house.submit(3, LARGE));
        house.accept(
                new Command.CordonNode(
                        house.now(),
                        new NodeId("a"),
                        new NodeStatus.Mandate("somebody", "for a reason")));
        assertThat(house.refuse(house.assignPart(3, 4, 20, "a")))
                .isInstanceOf(Rejection.NodeTakesNoWork.class);
    }

    @Test
    void partsCountAsOpenJobs() {
        Policy d = Policy.DEFAULT;
        house.accept(
                house.policy(
                        new Policy(
                                2,
                                d.maxAttempts(),
                                d.maxLost(),
                                d.backoffBase(),
                                d.backoffMax(),
                                d.keepKeys(),
                                d.keepFinishedFor(),
                                d.keepFinished(),
                                d.nodes())));
        house.accept(house.submit(1, LARGE));
        house.accept(house.assignPart(1, 2, 20, "a"));
        assertThat(house.refuse(house.assignPart(1, 3, 20, "b")))
                .isEqualTo(new Rejection.TooManyOpenJobs(2));
    }
}
