package io.ringrift.p2p.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.model.training.TrainingTrigger.Facts;
import io.ringrift.p2p.model.training.TrainingTrigger.Rule;
import io.ringrift.p2p.model.training.TrainingTrigger.Verdict;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

class TrainingTriggerTest {

    private static final TrainingThresholds LIMITS = TrainingThresholds.DEFAULT;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 0,   true,  ENOUGH_GAMES, ''",
        "999,  0,   false, NOT_YET,      '1 more game, or 360 more minutes'",
        "100,  360, true,  STALE,        ''",
        "100,  359, false, NOT_YET,      '900 more games, or 1 more minutes'",
        "99,   360, false, NOT_YET,      '1 more game'",
        "0,    300, false, NOT_YET,      '1000 more games, or 60 more minutes and 100 more games'",
        "1000, 360, true,  ENOUGH_GAMES, ''",
    })
    void isInclusiveAtEquality(long games, long minutes, boolean due, Rule rule, String missing) {
        Facts facts = Facts.of(games, Duration.ofMinutes(minutes));
        Verdict verdict = TrainingTrigger.decide(facts, LIMITS);
        assertThat(verdict).isEqualTo(new Verdict(due, rule, facts, LIMITS, missing));
    }

    @Test
    void neverWhileATrainingOfTheConfigRuns() {
        Verdict verdict =
                TrainingTrigger.decide(
                        new Facts(5000, Duration.ofDays(1), Duration.ofDays(1), true, 0), LIMITS);
        assertThat(verdict.due()).isFalse();
        assertThat(verdict.rule()).isEqualTo(Rule.TRAINING_RUNS);
        assertThat(verdict.missing()).isEqualTo("the running training must end");
    }

    @Test
    void neverWithinTheCooldown() {
        assertThat(held(Duration.ofMinutes(30).minusNanos(1), 0).rule()).isEqualTo(Rule.COOLDOWN);
        assertThat(held(Duration.ofMinutes(20), 0).missing()).isEqualTo("10 more minutes");
        assertThat(held(Duration.ofSeconds(1790), 0).missing()).isEqualTo("10 more seconds");
        assertThat(held(Duration.ofMinutes(30), 0).due()).isTrue();
    }

    @Test
    void restsAfterThreeRunsWithoutGainUntilTheStalenessHasPassed() {
        assertThat(held(Duration.ofHours(5), 3).rule()).isEqualTo(Rule.PAUSED);
        assertThat(held(Duration.ofHours(5), 3).missing()).isEqualTo("60 more minutes");
        assertThat(held(Duration.ofHours(5), 2).due()).isTrue();
        assertThat(held(Duration.ofHours(6), 3).due()).isTrue();
        assertThat(held(null, 3).due()).isTrue();
    }

    @Test
    void aTenthOfTheGamesIsRoundedUp() {
        TrainingThresholds odd =
                new TrainingThresholds(1001, Duration.ofHours(6), Duration.ZERO, 3, 2000, 1500);
        assertThat(TrainingTrigger.decide(Facts.of(100, Duration.ofHours(6)), odd).due()).isFalse();
        assertThat(TrainingTrigger.decide(Facts.of(101, Duration.ofHours(6)), odd).due()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void moreGamesOrMoreAgeNeverMakeItLessDue(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long games = random.nextLong(1500);
        Duration age = Duration.ofSeconds(random.nextLong(9 * 3600));
        Duration sinceRun = Duration.ofSeconds(random.nextLong(7 * 3600));
        int flat = random.nextInt(5);
        Facts facts = new Facts(games, age, sinceRun, false, flat);
        Facts later =
                new Facts(
                        games + random.nextLong(500),
                        age.plusMinutes(random.nextLong(300)),
                        sinceRun.plusMinutes(random.nextLong(300)),
                        false,
                        flat);
        Verdict verdict = TrainingTrigger.decide(facts, LIMITS);
        assertThat(verdict.missing().isEmpty()).isEqualTo(verdict.due());
        if (verdict.due()) {
            assertThat(TrainingTrigger.decide(later, LIMITS).due()).isTrue();
        }
    }

    @Test
    void refusesBadInputByName() {
        assertThatThrownBy(() -> new Facts(-1, Duration.ZERO, null, false, 0))
                .hasMessageContaining("games_available");
        assertThatThrownBy(() -> new Facts(0, Duration.ofNanos(-1), null, false, 0))
                .hasMessageContaining("hours_since_train");
        assertThatThrownBy(() -> new Facts(0, Duration.ZERO, Duration.ofNanos(-1), false, 0))
                .hasMessageContaining("hours_since_run");
        assertThatThrownBy(() -> new Facts(0, Duration.ZERO, null, false, -1))
                .hasMessageContaining("runs_without_gain");
    }

    @ParameterizedTest
    @CsvSource({
        "0,    6, 0,  3, 2000, 1500, min_games",
        "1000, 0, 0,  3, 2000, 1500, staleness",
        "1000, 99999, 0, 3, 2000, 1500, staleness",
        "1000, 6, -1, 3, 2000, 1500, cooldown",
        "1000, 6, 0,  0, 2000, 1500, pause_after",
        "1000, 6, 0,  3, 1500, 1500, target_elo",
        "1000, 6, 0,  3, NaN,  1500, target_elo",
        "1000, 6, 0,  3, 2000, NaN,  initial_elo",
    })
    void refusesBrokenThresholdsByName(
            int games,
            int hours,
            int minutes,
            int pause,
            double target,
            double start,
            String name) {
        assertThatThrownBy(
                        () ->
                                new TrainingThresholds(
                                        games,
                                        Duration.ofHours(hours),
                                        Duration.ofMinutes(minutes),
                                        pause,
                                        target,
                                        start))
                .hasMessageContaining(name);
    }

    private static Verdict held(@Nullable Duration sinceRun, int runsWithoutGain) {
        return TrainingTrigger.decide(
                new Facts(5000, Duration.ofDays(1), sinceRun, false, runsWithoutGain), LIMITS);
    }
}
