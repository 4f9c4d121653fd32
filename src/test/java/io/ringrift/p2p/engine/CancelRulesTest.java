package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;

class CancelRulesTest {

    private final House house = House.with("a");

    @Test
    void aWaitingJobLeavesTheQueue() {
        house.accept(house.submit(1));
        house.accept(house.cancel(1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.CANCELLED);
        assertThat(house.state().queue()).isEmpty();
        assertThat(house.state().tally().cancelled()).isEqualTo(1);
    }

    @Test
    void aRunningJobEndsButKeepsItsPlaceUntilItsProcessIsGone() {
        house.running(1, "a");
        house.accept(house.cancel(1));
        assertThat(house.attempt(1).reason()).isEqualTo(ExitReason.CANCELLED);
        assertThat(house.node("a").reserved()).isEqualTo(House.ONE_CORE);
        house.accept(house.release(1, 1, "a"));
        assertThat(house.node("a").reserved()).isEqualTo(Resources.NONE);
    }

    @Test
    void anAssignedJobThatNeverStartedKeepsItsPlaceToo() {
        house.accept(house.submit(1));
        house.accept(house.assign(1, 1, "a"));
        house.accept(house.cancel(1));
        assertThat(house.node("a").holds()).containsKey(House.job(1));
        house.accept(house.release(1, 1, "a"));
        assertThat(house.node("a").holds()).isEmpty();
    }

    @Test
    void aResultAfterTheCancelIsTooLate() {
        house.running(1, "a");
        house.accept(house.cancel(1));
        assertThat(house.refuse(house.complete(1, 1)))
                .isEqualTo(new Rejection.StaleAttempt(House.job(1), 1));
        assertThat(house.refuse(house.fail(1, 1, ExitReason.OOM)))
                .isEqualTo(new Rejection.StaleAttempt(House.job(1), 1));
        assertThat(house.refuse(house.start(1, 1)))
                .isEqualTo(new Rejection.StaleAttempt(House.job(1), 1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.CANCELLED);
        // That it was stopped is no news.
        assertThat(house.accept(house.fail(1, 1, ExitReason.CANCELLED))).isEmpty();
    }

    @Test
    void cancellingTwiceIsFine() {
        house.accept(house.submit(1));
        house.accept(house.cancel(1));
        assertThat(house.accept(house.cancel(1))).isEmpty();
    }

    @Test
    void cancellingAResultIsTooLate() {
        house.completed(1, "a");
        assertThat(house.refuse(house.cancel(1)))
                .isEqualTo(new Rejection.JobFinished(House.job(1), JobStatus.COMPLETED));
    }

    @Test
    void cancellingWhatIsNotThereIsRefused() {
        assertThat(house.refuse(house.cancel(9))).isEqualTo(new Rejection.UnknownJob(House.job(9)));
    }
}
