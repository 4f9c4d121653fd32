package io.ringrift.p2p.model.match;

import org.jspecify.annotations.Nullable;

/**
 * Results of games between a candidate and a baseline, from the candidate's side.
 *
 * @param wins games that the candidate won
 * @param draws games that nobody won
 * @param losses games that the candidate lost
 * @param pairs the same games as pairs; null unless all of them were played in pairs
 */
public record MatchScore(long wins, long draws, long losses, @Nullable PairCounts pairs) {

    /** Most games of a match, 2^50: a sum of such counts is exact in a {@code double}. */
    public static final long MOST = 1L << 50;

    /** Before the first game. */
    public static final MatchScore NONE = new MatchScore(0, 0, 0);

    /**
     * Checks that the counts are possible and that the pairs are these games.
     *
     * @throws IllegalArgumentException when they are not; the message names the field
     */
    public MatchScore {
        requireCount(wins, "wins");
        requireCount(draws, "draws");
        requireCount(losses, "losses");
        requireCount(wins + draws + losses, "games");
        if (pairs != null) {
            requireSame(wins, draws, losses, pairs);
        }
    }

    /** Games that were not played in pairs. */
    public MatchScore(long wins, long draws, long losses) {
        this(wins, draws, losses, null);
    }

    /** All games. */
    public long games() {
        return wins + draws + losses;
    }

    /** The candidate's points per game, a draw half a point, 0 to 1; 0.5 before the first game. */
    public double score() {
        return games() == 0 ? 0.5 : (wins + draws / 2.0) / games();
    }

    /** The games of both; pairs are kept if both have them or one has no games. */
    public MatchScore plus(MatchScore other) {
        return new MatchScore(
                wins + other.wins, draws + other.draws, losses + other.losses, pairsWith(other));
    }

    /** The same games as the opponent sees them. */
    public MatchScore swapped() {
        return new MatchScore(losses, draws, wins, pairs == null ? null : pairs.swapped());
    }

    private @Nullable PairCounts pairsWith(MatchScore other) {
        if (games() == 0) {
            return other.pairs;
        }
        if (other.games() == 0) {
            return pairs;
        }
        return pairs == null || other.pairs == null ? null : pairs.plus(other.pairs);
    }

    static void requireCount(long count, String name) {
        require(count >= 0, name + " must not be negative");
        require(count <= MOST, name + " must be at most " + MOST);
    }

    /** An even pair is two draws or a win and a loss, so the draws say how many are which. */
    private static void requireSame(long wins, long draws, long losses, PairCounts pairs) {
        require(
                2 * pairs.pairs() == wins + draws + losses,
                "pairs must be half as many as wins, draws and losses together");
        long drawsOfEven = draws - pairs.lossAndDraw() - pairs.winAndDraw();
        require(
                drawsOfEven >= 0 && drawsOfEven % 2 == 0 && drawsOfEven / 2 <= pairs.even(),
                "pairs do not fit the draws");
        long decided = pairs.even() - drawsOfEven / 2;
        require(
                wins == 2 * pairs.wonBoth() + pairs.winAndDraw() + decided,
                "pairs do not fit the wins");
        require(
                losses == 2 * pairs.lostBoth() + pairs.lossAndDraw() + decided,
                "pairs do not fit the losses");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
