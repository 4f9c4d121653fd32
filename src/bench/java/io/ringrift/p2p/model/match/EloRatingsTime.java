package io.ringrift.p2p.model.match;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How long ratings take from scratch: chains of generations and a crowd in which everybody meets
 * everybody. Not a JMH benchmark: run its {@code main}.
 */
public final class EloRatingsTime {

    private EloRatingsTime() {}

    public static void main(String[] args) {
        for (int round = 0; round < 3; round++) {
            time("chain of 200, 2,000 rows", chain(200, 2_000));
            time("chain of 1,000, 1,000,000 rows", chain(1_000, 1_000_000));
            time("chain of 20,000, 1,000,000 rows", chain(20_000, 1_000_000));
            time("crowd of 500, 1,000,000 rows", crowd(500, 1_000_000));
            time("crowd of 1,000, 1,000,000 rows", crowd(1_000, 1_000_000));
        }
    }

    private static void time(String what, List<MatchRow> rows) {
        long begin = System.nanoTime();
        int rated = EloRatings.of(rows, "g0", 1500).size();
        System.out.printf(
                Locale.ROOT,
                "%s: %d players in %.3f s%n",
                what,
                rated,
                (System.nanoTime() - begin) / 1e9);
    }

    /** Each candidate plays the champion, which is three to one generations older. */
    private static List<MatchRow> chain(int players, int rows) {
        SplittableRandom dice = new SplittableRandom(1);
        List<MatchRow> log = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int player = 1 + i % (players - 1);
            int older = Math.max(0, player - 1 - player % 3);
            log.add(row(player, older, 0.6, dice));
        }
        return log;
    }

    private static List<MatchRow> crowd(int players, int rows) {
        SplittableRandom dice = new SplittableRandom(2);
        List<MatchRow> log = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            int player = i % players;
            int other = (player + 1 + dice.nextInt(players - 1)) % players;
            log.add(row(player, other, 0.5 + (player - other) / (2.5 * players), dice));
        }
        return log;
    }

    private static MatchRow row(int player, int other, double chance, SplittableRandom dice) {
        int wins = 0;
        for (int game = 0; game < 40; game++) {
            wins += dice.nextDouble() < chance ? 1 : 0;
        }
        return new MatchRow("g" + player, "g" + other, new MatchScore(wins, 0, 40 - wins));
    }
}
