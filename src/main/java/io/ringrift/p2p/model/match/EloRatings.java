package io.ringrift.p2p.model.match;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The strength of all players of a match log, from nothing but its rows: the same rows give the
 * same bits, in whatever order and however split.
 *
 * <p>The model is Bradley and Terry's ("Rank Analysis of Incomplete Block Designs I", Biometrika
 * 39, 1952) with a draw as half a win and half a loss, which is Elo's: score = 1 / (1 + 10^(-d /
 * 400)) for a difference d. The ratings are the most likely ones, given one drawn game more between
 * any two who have met: without it a player that won all its games would be infinitely strong. One
 * such game is the weak prior that R. Coulom's BayesElo also takes from draws. Errors come from the
 * observed information (the second derivative of the log-likelihood); draws make them a little too
 * wide, as half points scatter less than wins and losses.
 */
public final class EloRatings {

    /** Elo of a natural logarithm of odds. */
    private static final double ELO = 400 / StrictMath.log(10);

    /** Standard deviations that hold 95 % of a normal distribution on both sides together. */
    private static final double WITHIN_95 = 1.959963984540054;

    private EloRatings() {}

    /**
     * Rates the anchor and everybody whom a chain of matches joins to it. The others cannot be
     * compared with it and are missing. Rows without games say nothing.
     *
     * @param rows of the match log
     * @param anchor the player whose rating is given
     * @param anchorElo its rating, such as that of the untrained model
     * @throws IllegalArgumentException when two players have more games together than {@link
     *     MatchScore#MOST}, or the rating is no number
     */
    public static SortedMap<String, EloRating> of(
            Iterable<MatchRow> rows, String anchor, double anchorElo) {
        if (!Double.isFinite(anchorElo)) {
            throw new IllegalArgumentException("anchor_elo must be a number");
        }
        Map<String, Map<String, MatchScore>> met = joined(meetings(rows), anchor);
        Standings standings = Standings.of(met, anchor);
        double[] strength = standings.likeliest();
        double[] variance = standings.variances(strength);
        SortedMap<String, EloRating> ratings = new TreeMap<>();
        ratings.put(anchor, new EloRating(anchorElo, 0, games(met, anchor)));
        List<String> players = standings.players();
        for (int i = 0; i < players.size(); i++) {
            String player = players.get(i);
            double error = WITHIN_95 * ELO * StrictMath.sqrt(variance[i]);
            ratings.put(
                    player,
                    new EloRating(anchorElo + ELO * strength[i], error, games(met, player)));
        }
        return Collections.unmodifiableSortedMap(ratings);
    }

    /** All games of each two, from both sides. */
    private static Map<String, Map<String, MatchScore>> meetings(Iterable<MatchRow> rows) {
        Map<String, Map<String, MatchScore>> met = new HashMap<>();
        for (MatchRow row : rows) {
            if (row.score().games() > 0) {
                add(met, row.player(), row.opponent(), row.score());
                add(met, row.opponent(), row.player(), row.score().swapped());
            }
        }
        return met;
    }

    private static void add(
            Map<String, Map<String, MatchScore>> met, String one, String other, MatchScore score) {
        met.computeIfAbsent(one, _ -> new HashMap<>()).merge(other, score, MatchScore::plus);
    }

    private static Map<String, Map<String, MatchScore>> joined(
            Map<String, Map<String, MatchScore>> met, String anchor) {
        Map<String, Map<String, MatchScore>> joined = new TreeMap<>();
        Deque<String> next = new ArrayDeque<>(List.of(anchor));
        while (!next.isEmpty()) {
            String player = next.remove();
            Map<String, MatchScore> opponents = met.getOrDefault(player, Map.of());
            if (joined.putIfAbsent(player, opponents) == null) {
                next.addAll(opponents.keySet());
            }
        }
        return joined;
    }

    private static long games(Map<String, Map<String, MatchScore>> met, String player) {
        return met.getOrDefault(player, Map.of()).values().stream()
                .mapToLong(MatchScore::games)
                .sum();
    }
}
