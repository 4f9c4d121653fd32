package io.ringrift.examples.hex;

/**
 * Counts games and pairs from the candidate's point of view. Pairs, not games, are independent of
 * each other, so a test of strength should count pairs (the "pentanomial" statistics of Fishtest,
 * here with three results as Hex has no draws).
 */
final class MatchTally {
    private int games;
    private int wins;
    private boolean wonFirstOfPair;
    private int pairsWon;
    private int pairsSplit;
    private int pairsLost;

    /** Adds the next game; the games of a pair come one after the other. */
    void add(boolean won) {
        games++;
        wins += won ? 1 : 0;
        if (games % 2 == 1) {
            wonFirstOfPair = won;
        } else if (won != wonFirstOfPair) {
            pairsSplit++;
        } else if (won) {
            pairsWon++;
        } else {
            pairsLost++;
        }
    }

    JsonObject metrics() {
        return new JsonObject()
                .put("games", games)
                .put("wins", wins)
                .put("losses", games - wins)
                .put("draws", 0)
                .put("score", (double) wins / Math.max(1, games))
                .put("pairs_won_both", pairsWon)
                .put("pairs_split", pairsSplit)
                .put("pairs_lost_both", pairsLost);
    }
}
