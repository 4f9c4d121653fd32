package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Event.SubmissionRepeated;
import io.ringrift.p2p.model.JobStatus;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class SubmitRulesTest {

    private final House house = House.with("a");

    @Test
    void aSubmittedJobWaitsInTheQueue() {
        house.accept(house.submit(1));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
        assertThat(house.get(1).createdAt()).isEqualTo(House.START);
        assertThat(house.state().queue()).containsExactly(new QueueKey(50, House.job(1)));
        assertThat(house.state().tally().submitted()).isEqualTo(1);
    }

    @Test
    void theQueueServesHighPriorityFirstThenTheOldest() {
        house.accept(house.submit(1));
        house.accept(house.submit(2, House.spec(100, null, House.ONE_CORE)));
        house.accept(house.submit(3));
        assertThat(house.state().queue().stream().map(QueueKey::jobId))
                .containsExactly(House.job(2), House.job(1), House.job(3));
    }

    @Test
    void theSameKeyAndBodyIsTheSameJob() {
        house.accept(house.submit(1, "k", "body"));
        assertThat(house.accept(house.submit(2, "k", "body")))
                .containsExactly(new SubmissionRepeated(House.job(1)));
        assertThat(house.state().open()).hasSize(1);
        assertThat(house.state().tally().submitted()).isEqualTo(1);
    }

    @Test
    void theSameKeyFindsItsJobAlsoAfterItEnded() {
        house.accept(house.submit(1, "k", "body"));
        house.accept(house.cancel(1));
        assertThat(house.accept(house.submit(2, "k", "body")))
                .containsExactly(new SubmissionRepeated(House.job(1)));
    }

    @Test
    void theSameKeyForAnotherBodyIsRefused() {
        house.accept(house.submit(1, "k", "body"));
        assertThat(house.refuse(house.submit(2, "k", "another")))
                .isEqualTo(new Rejection.KeyReused(House.job(1)));
    }

    @Test
    void aKeyIsFreeAgainOnceItIsForgotten() {
        house.accept(house.submit(1, "k", "body"));
        house.after(Policy.DEFAULT.keepKeys()).accept(house.sweep());
        house.accept(house.submit(2, "k", "another"));
        assertThat(house.state().open()).hasSize(2);
    }

    @Test
    void aKeyIsKeptForItsWholeTime() {
        house.accept(house.submit(1, "k", "body"));
        house.after(Policy.DEFAULT.keepKeys().minus(Duration.ofMillis(1))).accept(house.sweep());
        assertThat(house.state().keys()).hasSize(1);
    }

    @Test
    void anIdIsUsedOnceEvenAfterItsJobEnded() {
        house.accept(house.submit(1));
        assertThat(house.refuse(house.submit(1)))
                .isEqualTo(new Rejection.DuplicateJob(House.job(1)));
        house.accept(house.cancel(1));
        assertThat(house.refuse(house.submit(1)))
                .isEqualTo(new Rejection.DuplicateJob(House.job(1)));
    }

    @Test
    void moreOpenJobsThanThePolicyAllowsAreRefusedUntilOneEnds() {
        Policy d = Policy.DEFAULT;
        house.accept(
                house.policy(
                        new Policy(
                                1,
                                d.maxAttempts(),
                                d.maxLost(),
                                d.backoffBase(),
                                d.backoffMax(),
                                d.keepKeys(),
                                d.keepFinishedFor(),
                                d.keepFinished(),
                                d.nodes())));
        house.accept(house.submit(1, "k", "body"));
        assertThat(house.refuse(house.submit(2))).isEqualTo(new Rejection.TooManyOpenJobs(1));
        // A repeat is no new job: it is answered also by a full house.
        house.accept(house.submit(2, "k", "body"));
        house.accept(house.cancel(1));
        house.accept(house.submit(2));
    }
}
