package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.ExitReason;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class SweepRulesTest {

    private static final Duration DAY = Duration.ofDays(1);

    private final House house = House.with("a");

    @Test
    void finishedJobsAreForgottenAtTheirAgeAndStillCounted() {
        house.completed(1, "a");
        house.after(Policy.DEFAULT.keepFinishedFor().minusMillis(1)).accept(house.sweep());
        assertThat(house.state().finished()).hasSize(1);
        house.after(Duration.ofMillis(1)).accept(house.sweep());
        assertThat(house.state().finished()).isEmpty();
        assertThat(house.state().tally()).isEqualTo(new Tally(1, 1, 0, 0, 1, 50));
    }

    @Test
    void aPurgedDeadLetterGoesWithItsKeyOnceNothingRunsOfIt() {
        House two = House.with("a", "b").ruled(RulesVersion.PLACEMENT);
        two.accept(two.submit(1, "k", "body"));
        Command purge = new Command.PurgeDeadLetter(two.now(), House.job(1));
        assertThat(two.refuse(purge)).isInstanceOf(Rejection.NotADeadLetter.class);
        for (int attempt = 1; attempt < Policy.DEFAULT.maxLost(); attempt++) {
            two.accept(two.assign(1, attempt, "a"));
            two.accept(two.fail(1, attempt, ExitReason.LOST));
        }
        two.accept(two.assign(1, 5, "b"));
        two.accept(two.fail(1, 5, ExitReason.STALLED));
        assertThat(two.get(1).isDeadLetter()).isTrue();
        assertThat(two.refuse(purge)).isInstanceOf(Rejection.StillHeld.class);
        two.accept(two.release(1, 5, "b"));
        assertThat(two.accept(purge))
                .containsExactly(
                        new Event.KeysForgotten(List.of(House.job(1))),
                        new Event.JobsForgotten(List.of(House.job(1))));
        assertThat(two.state().finished()).isEmpty();
        assertThat(Invariants.check(two.state())).isEmpty();
        assertThat(two.refuse(purge)).isInstanceOf(Rejection.UnknownJob.class);
    }

    @Test
    void openJobsAreNeverForgotten() {
        house.running(1, "a");
        house.accept(house.submit(2));
        house.after(Duration.ofDays(365)).accept(house.sweep());
        assertThat(house.state().open()).hasSize(2);
    }

    @Test
    void tooManyFinishedJobsAreForgottenOldestFirst() {
        house.accept(house.policy(House.keeping(DAY, 2)));
        house.completed(1, "a").completed(2, "a").completed(3, "a").completed(4, "a");
        house.accept(house.sweep());
        assertThat(house.state().finished().keySet()).containsExactly(House.job(3), House.job(4));
        assertThat(house.accept(house.sweep())).isEmpty();
    }

    @Test
    void aJobIsKeptAsLongAsItsKeyAndThoseBehindItAreForgottenAllTheSame() {
        house.accept(house.policy(House.keeping(DAY, 0)));
        house.accept(house.submit(1, "k", "body"));
        house.accept(house.cancel(1));
        house.completed(2, "a");
        house.accept(house.sweep());
        assertThat(house.state().finished().keySet()).containsExactly(House.job(1));
        house.after(DAY).accept(house.sweep());
        house.accept(house.sweep());
        assertThat(house.state().finished()).isEmpty();
        assertThat(house.state().keys()).isEmpty();
        assertThat(house.state().keysByAge()).isEmpty();
    }

    @Test
    void aJobThatEndedLateDoesNotShieldThoseBehindIt() {
        house.accept(house.policy(House.keeping(DAY, 100)));
        house.running(1, "a").completed(2, "a");
        house.after(DAY).accept(house.complete(1, 1));
        house.accept(house.sweep());
        assertThat(house.state().finished().keySet()).containsExactly(House.job(1));
    }

    @Test
    void oneSweepForgetsABoundedNumber() {
        house.accept(house.policy(House.keeping(DAY, 0)));
        ClusterState state = house.state();
        for (int i = 0; i < Policy.SWEEP_BATCH + 1; i++) {
            state = Engine.apply(state, house.submit(i, "k" + i, "body")).state();
            state = Engine.apply(state, house.cancel(i)).state();
        }
        house.after(DAY);
        int[] keysLeft = {1, 0, 0};
        int[] jobsLeft = {Policy.SWEEP_BATCH + 1, 1, 0};
        for (int round = 0; round < 3; round++) {
            state = Engine.apply(state, house.sweep()).state();
            assertThat(state.keys()).hasSize(keysLeft[round]);
            assertThat(state.finished()).hasSize(jobsLeft[round]);
            assertThat(Invariants.check(state)).isEmpty();
        }
    }

    @Test
    void aCancelledJobIsKeptUntilItsPlaceIsReleased() {
        house.accept(house.policy(House.keeping(DAY, 0)));
        house.running(1, "a");
        house.accept(house.cancel(1));
        house.completed(2, "a");
        house.after(DAY).accept(house.sweep());
        assertThat(house.state().finished().keySet()).containsExactly(House.job(1));
        // Its id is still taken: another job of that name would meet the old hold.
        assertThat(house.refuse(house.submit(1))).isInstanceOf(Rejection.DuplicateJob.class);
        house.accept(house.release(1, 1, "a"));
        house.accept(house.sweep());
        assertThat(house.state().finished()).isEmpty();
    }
}
