package io.ringrift.p2p.model.match;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.SplittableRandom;

/**
 * The error rates that the gate promises, in 1,000 matches of known strength; {@link
 * MatchSimulator} says what the columns are. The bounds lie three standard deviations of that many
 * matches beyond 5 and 95 %. Pairs that end alike are worth fewer games, so that the default cap of
 * 400 would cost power there. The benchmark {@code PromotionOdds} plays 10,000 of many more kinds.
 */
class PromotionOddsTest {

    private static final int MATCHES = 1_000;
    private static final double CHANCE = 3 * Math.sqrt(0.05 * 0.95 / MATCHES);

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, false, 2, 400",
        "0, 0, 0, true, 40, 400",
        "0, 0.5, 0, true, 40, 400",
        "0.3, 0.3, 0, true, 40, 400",
        "0.6, 0, 0, true, 40, 400",
        "0, 0, 0.5, true, 40, 4000",
    })
    void promisesAreKept(
            double draws, double opening, double alike, boolean asPairs, int batch, int maxGames) {
        SprtLimits limits = new SprtLimits(0, 80, 0.05, 0.05, maxGames);
        MatchSimulator equal = new MatchSimulator(0, draws, opening, alike, asPairs, batch);
        MatchSimulator better = new MatchSimulator(80, draws, opening, alike, asPairs, batch);

        assertThat(equal.odds(MATCHES, limits, new SplittableRandom(1)).promoted())
                .isLessThan(limits.alpha() + CHANCE);
        assertThat(better.odds(MATCHES, limits, new SplittableRandom(2)).promoted())
                .isGreaterThan(1 - limits.beta() - CHANCE);
    }

    /** Why pairs are counted: two games that end alike are not twice the evidence. */
    @Test
    void countingGamesOfPairsThatEndAlikePromotesTooOften() {
        MatchSimulator asGames = new MatchSimulator(0, 0, 0, 0.5, false, 2);

        assertThat(asGames.odds(MATCHES, SprtLimits.DEFAULT, new SplittableRandom(3)).promoted())
                .isGreaterThan(SprtLimits.DEFAULT.alpha() + CHANCE);
    }
}
