package io.ringrift.examples.hex;

/**
 * Counts games and pairs from the candidate's point of view. Pairs, not games, are independent of
 * each other, so a test of strength should count pairs (the "pentanomial" statistics of Fishtest;
 * two of the five counts stay 0, as Hex has no draws).
 */
final class MatchTally {
    private int games;
    private int wins;
    private boolean wonFirstOfPair;

    /** Pairs by the candidate's half points: 0 to 4. */
    private final int[] pairs = new int[5];

    /** Adds the next game; the games of a pair come one after the other. */
    void add(boolean won) {
        games++;
        wins += won ? 1 : 0;
        if (games % 2 == 1) {
            wonFirstOfPair = won;
        } else if (won != wonFirstOfPair) {
            pairs[2]++;
        } else {
            pairs[won ? 4 : 0]++;
        }
    }

    JsonObject metrics() {
        return new JsonObject()
                .put("games", games)
                .put("wins", wins)
                .put("losses", games - wins)
                .put("draws", 0)
                .put("score", (double) wins / Math.max(1, games))
                .put("pairs", Json.of(pairs));
    }
}
