package io.ringrift.p2p.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

class TrainingPriorityTest {

    private static final TrainingThresholds LIMITS = TrainingThresholds.DEFAULT;

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @CsvSource({
        // games, minutes, elo  -> v, s, d, score
        "0,    0,   2000, 0,   0,   0,   0",
        "1000, 0,   2000, 0.5, 0,   0,   0.25",
        "2000, 720, 1500, 1,   1,   1,   1",
        "9999, 9999, 900, 1,   1,   1,   1",
        "0,    360, 2500, 0,   0.5, 0,   0.15",
        "0,    0,   1750, 0,   0,   0.5, 0.1",
    })
    void addsTheThreeTerms(
            long games, long minutes, double elo, double v, double s, double d, double score) {
        assertThat(TrainingPriority.of(games, Duration.ofMinutes(minutes), elo, LIMITS))
                .isEqualTo(new TrainingPriority(score, v, s, d));
    }

    @Test
    void countsPartsOfASecond() {
        TrainingPriority one = TrainingPriority.of(0, Duration.ofMillis(500), 2000, LIMITS);
        assertThat(one.staleness()).isEqualTo(0.5 / (6 * 3600) / 2, within(1e-15));
    }

    @Test
    void staysInRangeAtTheEdges() {
        TrainingPriority most =
                TrainingPriority.of(
                        Long.MAX_VALUE,
                        Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                        -Double.MAX_VALUE,
                        LIMITS);
        assertThat(most).isEqualTo(new TrainingPriority(1, 1, 1, 1));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isBoundedAndMonotoneInEachInput(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long games = random.nextLong(3000);
        Duration age = Duration.ofSeconds(random.nextLong(15 * 3600));
        double elo = random.nextDouble(1200, 2300);
        double score = score(games, age, elo);
        assertThat(score).isBetween(0.0, 1.0);
        assertThat(score(games + random.nextLong(3000), age, elo)).isGreaterThanOrEqualTo(score);
        assertThat(score(games, age.plusSeconds(random.nextLong(99_999)), elo))
                .isGreaterThanOrEqualTo(score);
        assertThat(score(games, age, elo + random.nextDouble(900))).isLessThanOrEqualTo(score);
    }

    @Test
    void refusesBadInputByName() {
        assertThatThrownBy(() -> score(-1, Duration.ZERO, 1500))
                .hasMessageContaining("games_since_last_train");
        assertThatThrownBy(() -> score(0, Duration.ofMillis(-1), 1500))
                .hasMessageContaining("hours_since_last_train");
        assertThatThrownBy(() -> score(0, Duration.ZERO, Double.NaN))
                .hasMessageContaining("current_elo");
        assertThatThrownBy(() -> score(0, Duration.ZERO, Double.NEGATIVE_INFINITY))
                .hasMessageContaining("current_elo");
    }

    private static double score(long games, Duration age, double elo) {
        return TrainingPriority.of(games, age, elo, LIMITS).score();
    }
}
