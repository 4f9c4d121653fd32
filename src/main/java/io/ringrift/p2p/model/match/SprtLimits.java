package io.ringrift.p2p.model.match;

/**
 * What a candidate must show to be promoted, and how often a wrong answer is accepted. It is
 * cluster policy: it lives in the state.
 *
 * @param elo0 a candidate that is stronger by this much only (logistic Elo) is promoted with
 *     probability {@code alpha} at most; -1,000 to 1,000; default 0
 * @param elo1 one that is stronger by this much is refused with probability {@code beta} at most;
 *     above {@code elo0}, up to 1,000; default 80
 * @param alpha false promotions, above 0 and below 0.5; default 0.05
 * @param beta false refusals, above 0 and below 0.5; default 0.05
 * @param maxGames games after which a test without an answer ends, above 0; default 400
 */
public record SprtLimits(double elo0, double elo1, double alpha, double beta, int maxGames) {

    private static final double MOST_ELO = 1000;

    /** A gate that asks for 80 Elo. */
    public static final SprtLimits DEFAULT = new SprtLimits(0, 80, 0.05, 0.05, 400);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is broken; the message names the limit
     */
    public SprtLimits {
        require(Math.abs(elo0) <= MOST_ELO, "elo0 must be a number from -1000 to 1000");
        require(Math.abs(elo1) <= MOST_ELO, "elo1 must be a number from -1000 to 1000");
        require(elo0 < elo1, "elo1 must be above elo0");
        require(alpha > 0 && alpha < 0.5, "alpha must be above 0 and below 0.5");
        require(beta > 0 && beta < 0.5, "beta must be above 0 and below 0.5");
        require(maxGames > 0, "max_games must be above 0");
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
