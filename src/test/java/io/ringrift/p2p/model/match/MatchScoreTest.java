package io.ringrift.p2p.model.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a match may look like, and what a gate may ask. */
class MatchScoreTest {

    @ParameterizedTest
    @CsvSource({
        "-1, 0, 0, wins must not be negative",
        "0, -1, 0, draws must not be negative",
        "0, 0, -1, losses must not be negative",
        "9223372036854775807, 0, 0, wins must be at most",
        "0, 1125899906842625, 0, draws must be at most",
        "1125899906842624, 0, 1, games must be at most",
    })
    void impossibleCountsAreRefused(long wins, long draws, long losses, String rule) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MatchScore(wins, draws, losses))
                .withMessageStartingWith(rule);
    }

    @ParameterizedTest
    @CsvSource({
        "4, 0, 4, 1, 0, 1, 0, 1, pairs must be half as many",
        "4, 0, 3, 1, 0, 1, 0, 1, pairs must be half as many",
        "3, 0, 5, 1, 0, 2, 0, 1, pairs do not fit the wins",
        "4, 0, 4, 0, 1, 3, 0, 0, pairs do not fit the draws",
        "0, 8, 0, 1, 0, 2, 0, 1, pairs do not fit the draws",
        "4, 1, 3, 1, 0, 2, 0, 1, pairs do not fit the draws",
    })
    void pairsMustBeTheSameGames(
            long wins,
            long draws,
            long losses,
            long ll,
            long ld,
            long even,
            long wd,
            long ww,
            String rule) {
        PairCounts pairs = new PairCounts(ll, ld, even, wd, ww);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MatchScore(wins, draws, losses, pairs))
                .withMessageStartingWith(rule);
    }

    @Test
    void negativeAndAbsurdPairsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PairCounts(0, 0, -1, 0, 0))
                .withMessage("pairs must not be negative");
        PairCounts most = new PairCounts(0, 0, MatchScore.MOST, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> most.plus(most))
                .withMessageStartingWith("pairs must be at most");
    }

    @Test
    void addsUp() {
        MatchScore one = new MatchScore(5, 2, 1, new PairCounts(0, 0, 1, 2, 1));
        MatchScore other = new MatchScore(0, 1, 1, new PairCounts(0, 1, 0, 0, 0));

        assertThat(one.plus(other))
                .isEqualTo(new MatchScore(5, 3, 2, new PairCounts(0, 1, 1, 2, 1)));
        assertThat(one.plus(other).games()).isEqualTo(10);
        assertThat(one.plus(other).score()).isEqualTo(0.65);
        assertThat(MatchScore.NONE.score()).isEqualTo(0.5);
    }

    @Test
    void pairsAreKeptWhereAllGamesAreInPairs() {
        MatchScore paired = new MatchScore(1, 0, 1, new PairCounts(0, 0, 1, 0, 0));

        assertThat(MatchScore.NONE.plus(paired)).isEqualTo(paired);
        assertThat(paired.plus(MatchScore.NONE)).isEqualTo(paired);
        assertThat(paired.plus(new MatchScore(1, 0, 0))).isEqualTo(new MatchScore(2, 0, 1));
        assertThat(new MatchScore(1, 0, 0).plus(paired)).isEqualTo(new MatchScore(2, 0, 1));
    }

    @Test
    void theOtherSideSeesTheSameGames() {
        MatchScore score = new MatchScore(5, 2, 1, new PairCounts(0, 0, 1, 2, 1));

        assertThat(score.swapped())
                .isEqualTo(new MatchScore(1, 2, 5, new PairCounts(1, 2, 1, 0, 0)));
        assertThat(score.swapped().swapped()).isEqualTo(score);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, 80, .05, .05, 400, elo0",
        "-1001, 80, .05, .05, 400, elo0",
        "0, NaN, .05, .05, 400, elo1",
        "0, 1001, .05, .05, 400, elo1",
        "0, Infinity, .05, .05, 400, elo1",
        "80, 80, .05, .05, 400, elo1 must be above elo0",
        "0, 80, NaN, .05, 400, alpha",
        "0, 80, 0, .05, 400, alpha",
        "0, 80, .5, .05, 400, alpha",
        "0, 80, .05, NaN, 400, beta",
        "0, 80, .05, -1, 400, beta",
        "0, 80, .05, .5, 400, beta",
        "0, 80, .05, .05, 0, max_games",
        "0, 80, .05, .05, -4, max_games",
    })
    void limitsOutOfRangeAreRefusedByName(
            double elo0, double elo1, double alpha, double beta, int maxGames, String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SprtLimits(elo0, elo1, alpha, beta, maxGames))
                .withMessageStartingWith(name);
    }
}
