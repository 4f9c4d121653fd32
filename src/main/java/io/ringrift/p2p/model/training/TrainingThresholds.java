package io.ringrift.p2p.model.training;

import java.time.Duration;

/**
 * When a model is due for training. It is cluster policy: it lives in the state, or two voters with
 * different environments would disagree.
 *
 * @param minGames MIN_GAMES, new games that make a training due by themselves, above 0; default
 *     1000
 * @param staleness STALENESS_HOURS, age after which a tenth of the games is enough; default 6 h
 * @param cooldown least time between two trainings of a config; default 30 min
 * @param pauseAfter runs without Elo gain after which a config rests for {@code staleness}, above
 *     0; default 3
 * @param targetElo Elo at which a model needs no more training, above {@code initialElo}; default
 *     2000
 * @param initialElo Elo of an untrained model; default 1500
 */
public record TrainingThresholds(
        int minGames,
        Duration staleness,
        Duration cooldown,
        int pauseAfter,
        double targetElo,
        double initialElo) {

    private static final Duration MAX_STALENESS = Duration.ofDays(3650);

    /** The values of the outside contract. */
    public static final TrainingThresholds DEFAULT =
            new TrainingThresholds(
                    1000, Duration.ofHours(6), Duration.ofMinutes(30), 3, 2000, 1500);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is broken; the message names the threshold
     */
    public TrainingThresholds {
        require(minGames > 0, "min_games must be above 0");
        require(
                staleness.isPositive() && staleness.compareTo(MAX_STALENESS) <= 0,
                "staleness must be above 0 and at most 3650 days");
        require(!cooldown.isNegative(), "cooldown must not be negative");
        require(pauseAfter > 0, "pause_after must be above 0");
        require(Double.isFinite(initialElo), "initial_elo must be a number");
        require(
                Double.isFinite(targetElo) && targetElo > initialElo,
                "target_elo must be a number above initial_elo");
    }

    /** Games that are enough once a model is stale: a tenth of {@code minGames}, rounded up. */
    public int staleGames() {
        return Math.ceilDiv(minGames, 10);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
