package io.ringrift.p2p.model.match;

import io.ringrift.p2p.model.match.SprtState.Verdict;

import java.util.random.RandomGenerator;

/**
 * Plays matches between players of known strength by dice.
 *
 * @param elo by how much the candidate is stronger, over all games
 * @param draws share of drawn games
 * @param opening share of pairs that the opening decides: one win each
 * @param alike share of pairs whose second game ends like the first
 * @param asPairs whether the test is told about pairs
 * @param batch games between two looks at the test, even
 */
record MatchSimulator(
        double elo, double draws, double opening, double alike, boolean asPairs, int batch) {

    /** How a match ended. */
    record End(Verdict verdict, long games) {}

    /** How often which end came. */
    record Odds(double promoted, double capped, double games) {}

    Odds odds(int matches, SprtLimits limits, RandomGenerator dice) {
        int promoted = 0;
        int capped = 0;
        long games = 0;
        for (int i = 0; i < matches; i++) {
            End end = play(limits, dice);
            promoted += end.verdict() == Verdict.ACCEPTED ? 1 : 0;
            capped += end.verdict() == Verdict.CAP_REACHED ? 1 : 0;
            games += end.games();
        }
        return new Odds(
                (double) promoted / matches, (double) capped / matches, (double) games / matches);
    }

    private End play(SprtLimits limits, RandomGenerator dice) {
        int[] pairs = new int[5];
        int[] results = new int[3];
        while (true) {
            for (int i = 0; i < batch; i += 2) {
                playPair(pairs, results, dice);
            }
            PairCounts counts = new PairCounts(pairs[0], pairs[1], pairs[2], pairs[3], pairs[4]);
            MatchScore score =
                    new MatchScore(results[2], results[1], results[0], asPairs ? counts : null);
            Verdict verdict = Sprt.of(score, limits).verdict();
            if (verdict != Verdict.CONTINUE) {
                return new End(verdict, score.games());
            }
        }
    }

    private void playPair(int[] pairs, int[] results, RandomGenerator dice) {
        int first;
        int second;
        if (dice.nextDouble() < opening) {
            first = 2;
            second = 0;
        } else {
            first = playGame(dice);
            second = dice.nextDouble() < alike ? first : playGame(dice);
        }
        results[first]++;
        results[second]++;
        pairs[first + second]++;
    }

    /** 0 lost, 1 drawn, 2 won; better than the strength by what the openings take away. */
    private int playGame(RandomGenerator dice) {
        double score = 0.5 + (Sprt.expected(elo) - 0.5) / (1 - opening);
        double roll = dice.nextDouble();
        if (roll < draws) {
            return 1;
        }
        return roll < draws + score - draws / 2 ? 2 : 0;
    }
}
