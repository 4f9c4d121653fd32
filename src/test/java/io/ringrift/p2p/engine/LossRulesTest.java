package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.RetireNode;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.OnLost;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;

/** When the work of a node that is gone may move, and what is kept of what comes too late. */
class LossRulesTest {

    private final House house = House.with("a", "b");

    private static JobSpec of(JobType type) {
        JobSpec plain = House.spec(50, null, House.ONE_CORE);
        return new JobSpec(
                type,
                plain.configKey(),
                plain.numGames(),
                plain.priority(),
                plain.metadata(),
                null,
                plain.resources());
    }

    private void running(int number, JobType type) {
        house.accept(house.submit(number, of(type)));
        house.accept(house.assign(number, 1, "a"));
        house.accept(house.start(number, 1));
    }

    private void onLost(OnLost selfplay) {
        Policy d = Policy.DEFAULT;
        house.accept(
                house.policy(
                        new Policy(
                                d.maxOpenJobs(),
                                d.maxAttempts(),
                                d.maxLost(),
                                d.backoffBase(),
                                d.backoffMax(),
                                d.keepKeys(),
                                d.keepFinishedFor(),
                                d.keepFinished(),
                                new NodePolicy(
                                        10,
                                        Duration.ofDays(7),
                                        Map.of(JobType.SELFPLAY, selfplay)))));
    }

    @Test
    void whatOnlyAddsUpMovesAsSoonAsItsNodeIsOffline() {
        running(1, JobType.SELFPLAY);
        running(2, JobType.EVALUATION);
        house.accept(house.offline("a"));
        house.accept(house.lose(1, 1, "a", false));
        house.accept(house.lose(2, 1, "a", false));
        assertThat(house.state().queue()).hasSize(2);
        assertThat(house.attempt(1).reason()).isEqualTo(ExitReason.LOST);
        assertThat(house.get(1).failures()).as("it costs the job nothing").isZero();
        assertThat(house.node("a").holds()).isEmpty();
    }

    @Test
    void aTrainingMovesOnlyOnceItIsCertainlyDead() {
        running(1, JobType.TRAINING);
        house.accept(house.offline("a"));
        assertThat(house.refuse(house.lose(1, 1, "a", false)))
                .isEqualTo(new Rejection.FenceHolds(House.job(1), 1, OnLost.REQUEUE_WHEN_DEAD));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.RUNNING);
        house.accept(house.lose(1, 1, "a", true));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void aJobMayWaitForItsNodeUntilSomebodyRetiresIt() {
        running(1, JobType.SELFPLAY);
        onLost(OnLost.WAIT);
        house.accept(house.offline("a"));
        assertThat(house.refuse(house.lose(1, 1, "a", true)).code()).isEqualTo("fence_holds");
        house.accept(
                new RetireNode(house.now(), new NodeId("a"), new Mandate("me", "it burnt down")));
        house.accept(house.lose(1, 1, "a", false));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void aJobMayFailWithItsNode() {
        running(1, JobType.SELFPLAY);
        onLost(OnLost.FAIL);
        house.accept(house.offline("a"));
        house.accept(house.lose(1, 1, "a", false));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(house.get(1).error()).contains("node a is gone");
    }

    @Test
    void nothingIsLostThatIsNotThere() {
        running(1, JobType.SELFPLAY);
        assertThat(house.refuse(house.lose(1, 1, "a", true)).code()).isEqualTo("node_not_gone");
        house.accept(house.offline("a"));
        assertThat(house.refuse(house.lose(1, 2, "a", true)).code()).isEqualTo("stale_attempt");
        assertThat(house.refuse(house.lose(1, 1, "b", true)).code()).isEqualTo("stale_attempt");
    }

    @Test
    void aLateResultIsKeptOnceAndCountsNowhere() {
        running(1, JobType.SELFPLAY);
        house.accept(house.offline("a"));
        house.accept(house.lose(1, 1, "a", false));
        house.accept(house.noteLate(1, 1));
        Attempt.LateReport late = house.get(1).attempts().getFirst().late();
        assertThat(late)
                .isEqualTo(new Attempt.LateReport(house.now(), ExitReason.DONE, 50, "/out/1"));
        assertThat(house.accept(house.noteLate(1, 1))).isEmpty();
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
        assertThat(house.state().tally().games()).isZero();
        house.accept(house.assign(1, 2, "b"));
        house.accept(house.complete(1, 2));
        Job done = house.get(1);
        assertThat(done.attempts().getFirst().late()).isEqualTo(late);
        assertThat(house.state().tally().games()).isEqualTo(50);
    }

    @Test
    void whatWasCountedOrStillRunsSaysNothingLate() {
        running(1, JobType.SELFPLAY);
        assertThat(house.refuse(house.noteLate(1, 1)).code()).isEqualTo("stale_attempt");
        house.accept(house.complete(1, 1));
        assertThat(house.accept(house.noteLate(1, 1))).isEmpty();
        assertThat(house.get(1).attempts().getFirst().late()).isNull();
        assertThat(house.refuse(house.noteLate(7, 1)).code()).isEqualTo("stale_attempt");
    }
}
