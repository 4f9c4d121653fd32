package io.ringrift.p2p.model.match;

import java.util.stream.LongStream;

/**
 * Pairs of games with the same opening and swapped sides, by the candidate's points of 2: the
 * "pentanomial" result of a match. The two games of a pair depend on each other, so pairs and not
 * games are what a test may count.
 *
 * @param lostBoth pairs with 0 points
 * @param lossAndDraw pairs with 0.5 points
 * @param even pairs with 1 point: two draws, or a win and a loss
 * @param winAndDraw pairs with 1.5 points
 * @param wonBoth pairs with 2 points
 */
public record PairCounts(
        long lostBoth, long lossAndDraw, long even, long winAndDraw, long wonBoth) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a count is negative or above {@link MatchScore#MOST}
     */
    public PairCounts {
        LongStream.of(lostBoth, lossAndDraw, even, winAndDraw, wonBoth)
                .forEach(count -> MatchScore.requireCount(count, "pairs"));
    }

    /** How many pairs these are. */
    public long pairs() {
        return lostBoth + lossAndDraw + even + winAndDraw + wonBoth;
    }

    /** The counts of both. */
    public PairCounts plus(PairCounts other) {
        return new PairCounts(
                lostBoth + other.lostBoth,
                lossAndDraw + other.lossAndDraw,
                even + other.even,
                winAndDraw + other.winAndDraw,
                wonBoth + other.wonBoth);
    }

    /** The same pairs as the opponent sees them. */
    public PairCounts swapped() {
        return new PairCounts(wonBoth, winAndDraw, even, lossAndDraw, lostBoth);
    }
}
