package io.ringrift.p2p.model.match;

/**
 * A line of the match log: what came out when two players met. Players are named by text, such as
 * the SHA-256 of a model, or {@code untrained}.
 *
 * @param player whose side the score is seen from
 * @param opponent the other, never the same
 * @param score of their games
 */
public record MatchRow(String player, String opponent, MatchScore score) {

    /**
     * Checks the players.
     *
     * @throws IllegalArgumentException when both are the same
     */
    public MatchRow {
        if (player.equals(opponent)) {
            throw new IllegalArgumentException("opponent must not be the player itself");
        }
    }

    /** The same line from the other side. */
    public MatchRow swapped() {
        return new MatchRow(/* player= */ opponent, /* opponent= */ player, score.swapped());
    }
}
