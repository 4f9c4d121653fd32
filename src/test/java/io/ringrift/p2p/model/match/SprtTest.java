package io.ringrift.p2p.model.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringrift.p2p.model.match.SprtState.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sequential test, against what others publish and against what must hold. */
class SprtTest {

    private static final double PRINTED = 0.005000001;

    /**
     * Fishtest's own verdicts of 2020 and 2021, when it used the logistic model with pairs, as
     * reported in pull requests of official-stockfish/Stockfish (the number in the first column).
     */
    @ParameterizedTest(name = "#{0}")
    @CsvSource({
        "2971, -0.50, 1.50, 2.96,   487,  359,  2530,  17,  253,  1042,  337,  39",
        "2971,  0.25, 1.75, 2.93,   581,  475,  7304,  11,  407,  3238,  513,  11",
        "2951, -0.50, 1.50, 2.95,  1191, 1048,  6201,  59,  754,  2467,  865,  75",
        "2951,  0.25, 1.75, 2.95,  1557, 1406, 18933,  33, 1185,  8378, 1302,  50",
        "2950, -0.50, 1.50, 2.94,  2603, 2441, 12940, 133, 1751,  5094, 1849, 165",
        "2950,  0.25, 1.75, 2.95,  5956, 5621, 74231, 149, 4748, 32785, 5063, 159",
        "3017, -1.50, 0.50, 2.96,  3611, 3548, 24833, 174, 2658, 10273, 2713, 178",
        "3017, -1.50, 0.50, 3.01,  1488, 1480, 26600,  40, 1272, 12142, 1300,  30",
        "3331, -0.25, 1.25, 2.94,  2936, 2773, 26475, 115, 2196, 11328, 2317, 136",
        "3331,  0.25, 1.25, 2.93,  1292, 1149, 30647,  14, 1030, 14318, 1163,  19",
    })
    void pairsAgreeWithFishtest(
            int pull,
            double elo0,
            double elo1,
            double llr,
            long wins,
            long losses,
            long draws,
            long lost,
            long lostHalf,
            long even,
            long wonHalf,
            long won) {
        PairCounts pairs = new PairCounts(lost, lostHalf, even, wonHalf, won);

        SprtState state = Sprt.of(new MatchScore(wins, draws, losses, pairs), limits(elo0, elo1));

        assertThat(state.llr()).isCloseTo(llr, within(PRINTED));
    }

    /** Values of app/tests/sprt_test.cpp of Disservin/fastchess ("logistic trinomial", 1 %). */
    @ParameterizedTest
    @CsvSource({
        "21404, 40708, 21184, 0.5, 2.5, -1.57",
        "57433, 106593, 57030, 0, 2, -2.59",
    })
    void gamesAgreeWithFastchess(
            long wins, long draws, long losses, double elo0, double elo1, double llr) {
        SprtState state = Sprt.of(new MatchScore(wins, draws, losses), limits(elo0, elo1));

        assertThat(state.llr()).isCloseTo(llr, within(0.01 * (1 + Math.abs(llr))));
    }

    /** Values of app/tests/sprt_test.cpp of Disservin/fastchess ("logistic pentanomial", 1 %). */
    @ParameterizedTest
    @CsvSource({
        "223, 9863, 21279, 10037, 246, 0.5, 2.5, -3.07",
        "871, 26175, 55983, 26678, 821, 0, 2, -4.98",
    })
    void pairsAgreeWithFastchess(
            long ll, long ld, long even, long wd, long ww, double elo0, double elo1, double llr) {
        SprtState state = Sprt.of(drawish(ll, ld, even, wd, ww), limits(elo0, elo1));

        assertThat(state.llr()).isCloseTo(llr, within(0.01 * (1 + Math.abs(llr))));
    }

    /** Wald's; Fishtest prints (-2.94,2.94) and, for beta = 0.10, (-2.25,2.89). */
    @Test
    void boundsAreWalds() {
        SprtState state = Sprt.of(MatchScore.NONE, SprtLimits.DEFAULT);

        assertThat(state.lower()).isCloseTo(-2.9444, within(1e-4));
        assertThat(state.upper()).isCloseTo(2.9444, within(1e-4));
        SprtState other = Sprt.of(MatchScore.NONE, new SprtLimits(0, 80, 0.05, 0.10, 400));
        assertThat(other.lower()).isCloseTo(-2.25, within(5e-3));
        assertThat(other.upper()).isCloseTo(2.89, within(5e-3));
    }

    @Test
    void nothingIsKnownBeforeTheFirstGame() {
        SprtState state = Sprt.of(MatchScore.NONE, SprtLimits.DEFAULT);

        assertThat(state.llr()).isZero();
        assertThat(state.verdict()).isEqualTo(Verdict.CONTINUE);
        assertThat(state.expectedGamesLeft()).isBetween(20.0, 400.0);
    }

    /** Exactly: without draws the likeliest distribution of score s is s wins and 1 - s losses. */
    @Test
    void withoutDrawsItIsTheBinomialRatio() {
        double s1 = Sprt.expected(80);
        double exact = 30 * Math.log(s1 / 0.5) + 20 * Math.log((1 - s1) / 0.5);

        assertThat(Sprt.of(new MatchScore(30, 0, 20), SprtLimits.DEFAULT).llr())
                .isCloseTo(exact, within(0.02));
    }

    @Test
    void eachWinMoreSpeaksForTheCandidate() {
        for (int games : new int[] {1, 10, 40, 400}) {
            double before = Double.NEGATIVE_INFINITY;
            double pairedBefore = Double.NEGATIVE_INFINITY;
            for (int wins = 0; wins <= games; wins++) {
                double llr = llr(new MatchScore(wins, 0, games - wins));
                double paired =
                        llr(new MatchScore(2L * wins, 0, 2L * (games - wins), hex(wins, games)));
                assertThat(llr).isGreaterThan(before);
                assertThat(paired).isGreaterThan(pairedBefore);
                before = llr;
                pairedBefore = paired;
            }
        }
    }

    /** Who asks the same of the other side gets the same answer with the other sign. */
    @Test
    void swappingTheSidesTurnsTheSign() {
        SprtLimits ours = new SprtLimits(-10, 40, 0.05, 0.05, 1000);
        SprtLimits theirs = new SprtLimits(-40, 10, 0.05, 0.05, 1000);
        for (MatchScore score :
                new MatchScore[] {
                    new MatchScore(31, 12, 17),
                    new MatchScore(7, 0, 0),
                    drawish(3, 11, 40, 20, 8),
                    drawish(0, 0, 9, 0, 0)
                }) {
            assertThat(Sprt.of(score.swapped(), theirs).llr())
                    .isCloseTo(-Sprt.of(score, ours).llr(), within(1e-9));
        }
    }

    @Test
    void aModelAgainstItselfIsRefusedAfter114GamesThatAreNotCountedAsPairs() {
        assertThat(firstAnswer(false)).isEqualTo(114);
    }

    /** Pairs that are all split show much more than as many games do. */
    @Test
    void andAfter24GamesThatAre() {
        assertThat(firstAnswer(true)).isEqualTo(24);
    }

    @Test
    void onlyWinsAreEnoughAtSomePoint() {
        int games = 1;
        while (Sprt.of(new MatchScore(games, 0, 0), SprtLimits.DEFAULT).verdict()
                == Verdict.CONTINUE) {
            games++;
        }

        assertThat(games).isEqualTo(15);
        assertThat(Sprt.of(new MatchScore(15, 0, 0), SprtLimits.DEFAULT).verdict())
                .isEqualTo(Verdict.ACCEPTED);
    }

    @Test
    void withoutAnAnswerItEndsAtTheCap() {
        SprtLimits limits = new SprtLimits(0, 20, 0.05, 0.05, 40);

        assertThat(Sprt.of(new MatchScore(20, 0, 19), limits).verdict())
                .isEqualTo(Verdict.CONTINUE);
        SprtState capped = Sprt.of(new MatchScore(20, 0, 20), limits);
        assertThat(capped.verdict()).isEqualTo(Verdict.CAP_REACHED);
        assertThat(capped.expectedGamesLeft()).isZero();
        assertThat(Sprt.of(new MatchScore(400, 0, 0), limits).verdict())
                .isEqualTo(Verdict.ACCEPTED);
    }

    @ParameterizedTest
    @CsvSource({
        "1125899906842624,0,0",
        "0,1125899906842624,0",
        "0,0,1125899906842624",
        "1,0,1125899906842623"
    })
    void absurdCountsGiveNumbers(long wins, long draws, long losses) {
        SprtLimits widest = new SprtLimits(-1000, 1000, 1e-9, 1e-9, Integer.MAX_VALUE);
        for (SprtLimits limits : new SprtLimits[] {SprtLimits.DEFAULT, widest}) {
            SprtState state = Sprt.of(new MatchScore(wins, draws, losses), limits);
            assertThat(state.llr()).isFinite();
            assertThat(state.expectedGamesLeft()).isFinite().isNotNegative();
        }
    }

    /** Karlin and Taylor's formula in its simplest cases. */
    @Test
    void forecastsByTheTimeOfExit() {
        assertThat(Sprt.untilExit(3, 5, 0, 2)).isEqualTo(7.5);
        assertThat(Sprt.untilExit(3, 5, 1e-12, 2)).isCloseTo(7.5, within(1e-6));
        assertThat(Sprt.untilExit(3, 5, 0.5, 0)).isEqualTo(10);
        assertThat(Sprt.untilExit(3, 5, -0.5, 1e-300)).isEqualTo(6);
        double up = (1 - Math.exp(-3)) / (1 - Math.exp(-8));
        assertThat(Sprt.untilExit(3, 5, 1, 2)).isCloseTo(up * 8 - 3, within(1e-12));
    }

    @Test
    void theForecastNeverGoesBeyondTheCap() {
        SprtLimits narrow = new SprtLimits(0, 1, 0.05, 0.05, 100);

        assertThat(Sprt.of(new MatchScore(20, 0, 20), narrow).expectedGamesLeft()).isEqualTo(60);
    }

    private static int firstAnswer(boolean paired) {
        for (int pairs = 1; ; pairs++) {
            PairCounts even = paired ? new PairCounts(0, 0, pairs, 0, 0) : null;
            SprtState state = Sprt.of(new MatchScore(pairs, 0, pairs, even), SprtLimits.DEFAULT);
            if (state.verdict() != Verdict.CONTINUE) {
                assertThat(state.verdict()).isEqualTo(Verdict.REJECTED);
                return 2 * pairs;
            }
        }
    }

    private static PairCounts hex(int won, int pairs) {
        return new PairCounts(pairs - won, 0, 0, 0, won);
    }

    /** All even pairs are two draws. */
    private static MatchScore drawish(long ll, long ld, long even, long wd, long ww) {
        return new MatchScore(
                2 * ww + wd, 2 * even + ld + wd, 2 * ll + ld, new PairCounts(ll, ld, even, wd, ww));
    }

    private static double llr(MatchScore score) {
        return Sprt.of(score, SprtLimits.DEFAULT).llr();
    }

    private static SprtLimits limits(double elo0, double elo1) {
        return new SprtLimits(elo0, elo1, 0.05, 0.05, Integer.MAX_VALUE);
    }
}
