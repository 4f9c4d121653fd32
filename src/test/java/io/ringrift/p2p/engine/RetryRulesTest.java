package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;

class RetryRulesTest {

    private final House house = House.with("a");

    @Test
    void tryAgainWaitsLongerEachTimeUntilTheLimit() {
        house.running(1, "a");
        house.accept(house.fail(1, 1, ExitReason.TRY_AGAIN));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
        assertThat(house.get(1).notBefore()).isEqualTo(house.now().plusSeconds(10));
        assertThat(house.get(1).failures()).isEqualTo(1);
        assertThat(house.node("a").reserved()).isEqualTo(Resources.NONE);

        house.accept(house.assign(1, 2, "a"));
        assertThat(house.get(1).notBefore()).isNull();
        house.accept(house.fail(1, 2, ExitReason.TRY_AGAIN));
        assertThat(house.get(1).notBefore()).isEqualTo(house.now().plusSeconds(20));

        house.accept(house.assign(1, 3, "a"));
        house.accept(house.fail(1, 3, ExitReason.TRY_AGAIN));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(house.get(1).failures()).isEqualTo(3);
        assertThat(house.get(1).error())
                .isEqualTo("asked to be tried again 3 times; the last time: it said TRY_AGAIN");
        assertThat(house.state().tally().failed()).isEqualTo(1);
    }

    @Test
    void lostAttemptsCostNothingAndWaitForNothingUntilTheirOwnLimit() {
        house.accept(house.submit(1));
        for (int attempt = 1; attempt < Policy.DEFAULT.maxLost(); attempt++) {
            house.accept(house.assign(1, attempt, "a"));
            house.accept(house.fail(1, attempt, ExitReason.LOST));
            assertThat(house.get(1).failures()).isZero();
            assertThat(house.get(1).notBefore()).isNull();
        }
        house.accept(house.assign(1, 5, "a"));
        house.accept(house.fail(1, 5, ExitReason.LOST));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(house.get(1).failures()).isZero();
        assertThat(house.get(1).error()).startsWith("lost with its node 5 times");
    }

    @Test
    void aLostAttemptDoesNotUseUpATry() {
        house.running(1, "a");
        house.accept(house.fail(1, 1, ExitReason.TRY_AGAIN));
        house.accept(house.assign(1, 2, "a"));
        house.accept(house.fail(1, 2, ExitReason.LOST));
        house.accept(house.assign(1, 3, "a"));
        house.accept(house.fail(1, 3, ExitReason.TRY_AGAIN));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
    }

    private static House placing(String... nodes) {
        return House.with(nodes).ruled(RulesVersion.PLACEMENT);
    }

    @Test
    void twoNodesLostUnderAJobMakeItADeadLetter() {
        House house = placing("a", "b");
        house.running(1, "a");
        house.accept(house.fail(1, 1, ExitReason.LOST));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
        house.accept(house.assign(1, 2, "a"));
        house.accept(house.start(1, 2));
        house.accept(house.fail(1, 2, ExitReason.LOST));
        assertThat(house.get(1).status()).as("the same node twice").isEqualTo(JobStatus.PENDING);
        house.accept(house.assign(1, 3, "b"));
        house.accept(house.start(1, 3));
        house.accept(house.fail(1, 3, ExitReason.LOST));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(house.get(1).isDeadLetter()).isTrue();
        assertThat(house.get(1).failures()).isZero();
        assertThat(house.get(1).error())
                .isEqualTo(
                        "dead letter: nodes [a, b] were lost while they ran it; the last time: it"
                                + " said LOST");
    }

    @Test
    void aNodeLostBeforeTheProcessRanIsNoEvidence() {
        House house = placing("a", "b");
        house.running(1, "a");
        house.accept(house.fail(1, 1, ExitReason.LOST));
        house.accept(house.assign(1, 2, "b"));
        house.accept(house.fail(1, 2, ExitReason.LOST));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void aRejectedJobGoesToANodeThatHasNotHadIt() {
        House house = placing("a", "b");
        house.accept(house.submit(1));
        house.accept(house.assign(1, 1, "a"));
        house.accept(house.fail(1, 1, ExitReason.REJECTED));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
        assertThat(house.get(1).failures()).isZero();
        house.accept(house.assign(1, 2, "b"));
        house.accept(house.fail(1, 2, ExitReason.REJECTED));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(house.get(1).isDeadLetter()).isFalse();
    }

    @Test
    void aPinnedJobThatIsRejectedFails() {
        House house = placing("a", "b");
        house.accept(house.submit(1, House.spec(50, "a", House.ONE_CORE)));
        house.accept(house.assign(1, 1, "a"));
        house.accept(house.fail(1, 1, ExitReason.REJECTED));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void aStalledAttemptKeepsItsPlaceUntilItIsStopped() {
        House house = placing("a", "b");
        house.running(1, "a");
        house.accept(house.fail(1, 1, ExitReason.STALLED));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.PENDING);
        assertThat(house.get(1).failures()).isZero();
        assertThat(house.node("a").reserved()).isEqualTo(House.ONE_CORE);
        assertThat(house.refuse(house.assign(1, 2, "a"))).isInstanceOf(Rejection.DoesNotFit.class);
        house.accept(house.assign(1, 2, "b"));
        assertThat(house.refuse(house.complete(1, 1))).isInstanceOf(Rejection.StaleAttempt.class);
        house.accept(house.complete(1, 2));
        assertThat(house.node("a").reserved()).isEqualTo(House.ONE_CORE);
        house.accept(house.policy(House.keeping(Duration.ofDays(30), 0)));
        house.accept(house.sweep());
        assertThat(house.state().finished()).as("its place is still taken").hasSize(1);
        house.accept(house.release(1, 1, "a"));
        assertThat(house.node("a").reserved()).isEqualTo(Resources.NONE);
        house.accept(house.sweep());
        assertThat(house.state().finished()).isEmpty();
    }

    @Test
    void whatStallsAgainAndAgainIsADeadLetter() {
        House house = placing("a");
        house.accept(house.submit(1));
        for (int attempt = 1; attempt <= Policy.DEFAULT.maxLost(); attempt++) {
            house.accept(house.assign(1, attempt, "a"));
            house.accept(house.fail(1, attempt, ExitReason.STALLED));
            house.accept(house.release(1, attempt, "a"));
        }
        assertThat(house.get(1).isDeadLetter()).isTrue();
        assertThat(house.get(1).error()).startsWith("dead letter: lost or stalled 5 times");
    }

    @ParameterizedTest
    @EnumSource(names = {"FAILED", "OOM", "TIMEOUT", "CANCELLED", "REJECTED"})
    void otherEndsAreFinal(ExitReason reason) {
        house.running(1, "a");
        house.accept(house.fail(1, 1, reason));
        assertThat(house.get(1).status()).isEqualTo(JobStatus.FAILED);
        assertThat(house.attempt(1).reason()).isEqualTo(reason);
        assertThat(house.attempt(1).exitCode()).isEqualTo(1);
        assertThat(house.get(1).error()).isEqualTo("it said " + reason);
        assertThat(house.state().queue()).isEmpty();
    }

    @Test
    void doneIsNoWayToFailAndNeverPassesForAResultLater() {
        house.running(1, "a");
        house.accept(house.fail(1, 1, ExitReason.DONE));
        assertThat(house.attempt(1).reason()).isEqualTo(ExitReason.FAILED);
        assertThat(house.refuse(house.complete(1, 1))).isInstanceOf(Rejection.StaleAttempt.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1000, 10000",
        "1, 500, 5000",
        "2, 1000, 20000",
        "6, 1000, 320000",
        "7, 1000, 600000",
        "2147483647, 1000, 600000",
        "0, 1000, 10000",
        "1, 0, 0",
        "1, -1, 0",
        "1, 2000, 10000"
    })
    void backoffDoublesUpToItsLimit(int failures, int jitterMilli, long millis) {
        assertThat(Policy.DEFAULT.backoff(failures, jitterMilli))
                .isEqualTo(Duration.ofMillis(millis));
    }

    @Test
    void backoffNeverOverflows() {
        Policy d = Policy.DEFAULT;
        Duration years = Duration.ofDays(365L * 1_000_000);
        Policy odd =
                new Policy(1, 1, 1, years, years.multipliedBy(2), d.keepKeys(), years, 1, null);
        assertThat(odd.backoff(30, 1_000)).isEqualTo(years.multipliedBy(2));
        Policy zero = new Policy(1, 1, 1, Duration.ZERO, years, d.keepKeys(), years, 1, null);
        assertThat(zero.backoff(Integer.MAX_VALUE, 1_000)).isZero();
    }
}
