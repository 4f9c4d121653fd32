package io.ringrift.p2p.model.match;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Ratings, against what others publish and against what must hold. */
class EloRatingsTest {

    /** So many games that the one drawn game more does not show. */
    private static final long MANY = 100_000;

    private static final double LOGIT = Math.log(10) / 400;

    /**
     * Citations between four journals (Stigler 1994) as Bradley-Terry data; estimates as in H.
     * Turner and D. Firth, "Bradley-Terry Models in R: The BradleyTerry2 Package", Journal of
     * Statistical Software 48(9), 2012, section 2, standard errors as by R's glm of the same.
     */
    @Test
    void agreesWithBradleyTerry2() {
        List<MatchRow> rows =
                List.of(
                        row("Biometrika", "Comm Statist", 730, 0, 33),
                        row("Biometrika", "JASA", 498, 0, 320),
                        row("Biometrika", "JRSS-B", 221, 0, 284),
                        row("Comm Statist", "JASA", 68, 0, 813),
                        row("Comm Statist", "JRSS-B", 17, 0, 276),
                        row("JASA", "JRSS-B", 142, 0, 325));
        double width = 1.96 * Math.sqrt(1.0 / MANY);

        SortedMap<String, EloRating> ratings = EloRatings.of(times(MANY, rows), "Biometrika", 0);

        assertRated(ratings, "Comm Statist", -2.9491, 0.10255 * width);
        assertRated(ratings, "JASA", -0.4796, 0.06059 * width);
        assertRated(ratings, "JRSS-B", 0.2690, 0.07083 * width);
        assertThat(ratings.get("Biometrika")).isEqualTo(new EloRating(0, 0, 2086 * MANY));
    }

    private static void assertRated(
            Map<String, EloRating> ratings, String player, double logit, double error) {
        EloRating rating = rated(ratings, player);
        assertThat(rating.elo() * LOGIT).isCloseTo(logit, within(6e-5));
        assertThat(rating.error() * LOGIT).isCloseTo(error, Offset.offset(error * 1e-3));
    }

    /**
     * Kai Laskos, talkchess.com, "EloStat, Bayeselo and Ordo" (t=44180): three engines whose scores
     * of 75, 75 and 90 % fit each other exactly, so that the ratings are 191 apart.
     */
    @Test
    void agreesWithWhatCanBeComputedByHand() {
        List<MatchRow> rows =
                List.of(
                        row("Houdini", "Komodo", 24, 6, 0),
                        row("Houdini", "Strelka", 18, 9, 3),
                        row("Strelka", "Komodo", 18, 9, 3));

        SortedMap<String, EloRating> ratings = EloRatings.of(times(MANY, rows), "Strelka", 0);

        assertThat(elo(ratings, "Houdini")).isCloseTo(190.85, within(0.01));
        assertThat(elo(ratings, "Komodo")).isCloseTo(-190.85, within(0.01));
    }

    /** Score and difference by A. Elo's logistic formula; 64 % is the textbook's 100 points. */
    @ParameterizedTest
    @CsvSource({"640065, 359935, 100", "759747, 240253, 200", "909091, 90909, 400", "5, 5, 0"})
    void twoPlayersAreApartByTheirScore(long wins, long losses, double elo) {
        SortedMap<String, EloRating> ratings =
                EloRatings.of(List.of(row("a", "b", wins, 0, losses)), "b", 1500);

        assertThat(elo(ratings, "a")).isCloseTo(1500 + elo, within(0.01));
        assertThat(ratings.get("b")).isEqualTo(new EloRating(1500, 0, wins + losses));
    }

    /** 10.5 points of 11 with the drawn game. */
    @Test
    void whoWonAllGamesHasARating() {
        EloRating rating = rated(EloRatings.of(List.of(row("a", "b", 10, 0, 0)), "b", 0), "a");

        assertThat(rating.elo()).isCloseTo(400 * Math.log10(21), within(1e-6));
        double information = 11 * (10.5 / 11) * (0.5 / 11);
        assertThat(rating.error())
                .isCloseTo(1.959964 / Math.sqrt(information) / LOGIT, within(1e-3));
        assertThat(rating.games()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theOrderAndTheSidesOfTheRowsDoNotMatter(long seed) {
        Random random = new Random(seed);
        List<MatchRow> rows = tournament(60, 900, random);
        SortedMap<String, EloRating> ratings = EloRatings.of(rows, "p7", 1500);
        for (int i = 0; i < 20; i++) {
            Collections.shuffle(rows, random);
            int turned = random.nextInt(rows.size());
            rows.set(turned, rows.get(turned).swapped());
            assertThat(EloRatings.of(rows, "p7", 1500)).isEqualTo(ratings);
        }
    }

    /** At the maximum each player's points are what its ratings expect. */
    @Test
    void eachPlayerScoresWhatItsRatingExpects() {
        List<MatchRow> rows = tournament(12, 300, new Random(5));
        SortedMap<String, EloRating> ratings = EloRatings.of(times(1, rows), "p0", 0);
        for (String player : ratings.keySet()) {
            if (player.equals("p0")) {
                continue;
            }
            double excess = 0;
            Set<String> opponents = new TreeSet<>();
            for (MatchRow row : rows) {
                boolean first = row.player().equals(player);
                if (first || row.opponent().equals(player)) {
                    MatchScore score = first ? row.score() : row.score().swapped();
                    String other = first ? row.opponent() : row.player();
                    opponents.add(other);
                    double expected = Sprt.expected(elo(ratings, player) - elo(ratings, other));
                    excess += score.games() * (score.score() - expected);
                }
            }
            for (String other : opponents) {
                excess += 0.5 - Sprt.expected(elo(ratings, player) - elo(ratings, other));
            }
            assertThat(excess).isCloseTo(0, within(1e-8));
        }
    }

    /** The steps add up, and so do the squares of their errors. */
    @Test
    @Timeout(value = 5, unit = TimeUnit.SECONDS)
    void longChainsAreRatedLinkByLink() {
        List<MatchRow> rows = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            rows.add(row("g" + (i + 1), "g" + i, 60, 0, 40));
        }
        EloRating step = rated(EloRatings.of(rows.subList(0, 1), "g0", 0), "g1");

        SortedMap<String, EloRating> ratings = EloRatings.of(rows, "g0", 0);

        EloRating last = rated(ratings, "g5000");
        assertThat(last.elo()).isCloseTo(5000 * step.elo(), Offset.offset(1e-5 * last.elo()));
        assertThat(last.error())
                .isCloseTo(step.error() * Math.sqrt(5000), Offset.offset(1e-5 * last.error()));
    }

    @Test
    void whoIsNotJoinedToTheAnchorIsNotRated() {
        List<MatchRow> rows =
                List.of(
                        row("a", "b", 3, 0, 1),
                        row("c", "d", 3, 0, 1),
                        new MatchRow("d", "a", MatchScore.NONE));

        assertThat(EloRatings.of(rows, "b", 0)).containsOnlyKeys("a", "b");
        assertThat(EloRatings.of(rows, "nobody", 1500))
                .isEqualTo(Map.of("nobody", new EloRating(1500, 0, 0)));
        assertThat(EloRatings.of(List.of(), "b", 0)).containsOnlyKeys("b");
    }

    @Test
    void moreGamesMakeItSurer() {
        double before = Double.POSITIVE_INFINITY;
        for (int games = 1; games < 2000; games *= 2) {
            List<MatchRow> rows = List.of(row("a", "b", games, 0, games));
            double error = rated(EloRatings.of(rows, "b", 0), "a").error();
            assertThat(error).isLessThan(before);
            before = error;
        }
    }

    @Test
    void absurdRowsGiveNumbers() {
        List<MatchRow> rows =
                List.of(
                        row("a", "b", MatchScore.MOST, 0, 0),
                        row("b", "c", MatchScore.MOST, 0, 0),
                        row("c", "a", MatchScore.MOST, 0, 0),
                        row("d", "a", 1, 0, 0),
                        row("d", "e", 0, 0, MatchScore.MOST));

        assertThat(EloRatings.of(rows, "e", 0).values())
                .allSatisfy(
                        rating -> {
                            assertThat(rating.elo()).isFinite();
                            assertThat(rating.error()).isFinite();
                        });
    }

    @Test
    void impossibleRowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> row("a", "a", 1, 0, 0))
                .withMessageStartingWith("opponent");
        MatchRow most = row("a", "b", MatchScore.MOST, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EloRatings.of(List.of(most, most), "a", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EloRatings.of(List.of(), "a", Double.NaN))
                .withMessageStartingWith("anchor_elo");
    }

    private static double elo(Map<String, EloRating> ratings, String player) {
        return rated(ratings, player).elo();
    }

    private static EloRating rated(Map<String, EloRating> ratings, String player) {
        return Objects.requireNonNull(ratings.get(player));
    }

    private static List<MatchRow> tournament(int players, int rows, Random random) {
        List<MatchRow> log = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int one = i % players;
            int other = (one + 1 + random.nextInt(players - 1)) % players;
            log.add(
                    row(
                            "p" + one,
                            "p" + other,
                            random.nextInt(10),
                            random.nextInt(3),
                            random.nextInt(10)));
        }
        return log;
    }

    private static List<MatchRow> times(long factor, List<MatchRow> rows) {
        return rows.stream()
                .map(
                        row ->
                                row(
                                        row.player(),
                                        row.opponent(),
                                        factor * row.score().wins(),
                                        factor * row.score().draws(),
                                        factor * row.score().losses()))
                .toList();
    }

    private static MatchRow row(String one, String other, long wins, long draws, long losses) {
        return new MatchRow(one, other, new MatchScore(wins, draws, losses));
    }
}
