package io.ringrift.p2p.model.training;

import java.time.Duration;

/**
 * How urgently a config wants training, with the three terms that made the score. Each is 0 to 1.
 *
 * @param score 0.5·volume + 0.3·staleness + 0.2·distance
 * @param volume v = min(games / MIN_GAMES, 2) / 2
 * @param staleness s = min(hours / STALENESS_HOURS, 2) / 2
 * @param distance d = (target Elo − current Elo) / (target Elo − initial Elo), within 0 to 1
 */
public record TrainingPriority(double score, double volume, double staleness, double distance) {

    /**
     * {@code calculate_training_priority} of the outside contract. The score never falls when games
     * or age rise, and never rises when Elo rises.
     *
     * @param gamesSinceLastTrain at least 0
     * @param sinceLastTrain at least zero
     * @param currentElo any finite number
     * @throws IllegalArgumentException when an input is out of range; the message names it
     */
    public static TrainingPriority of(
            long gamesSinceLastTrain,
            Duration sinceLastTrain,
            double currentElo,
            TrainingThresholds thresholds) {
        require(gamesSinceLastTrain >= 0, "games_since_last_train must not be negative");
        require(!sinceLastTrain.isNegative(), "hours_since_last_train must not be negative");
        require(Double.isFinite(currentElo), "current_elo must be a number");
        double v = Math.min((double) gamesSinceLastTrain / thresholds.minGames(), 2) / 2;
        double s = ratio(sinceLastTrain, thresholds.staleness()) / 2;
        double span = thresholds.targetElo() - thresholds.initialElo();
        double d = Math.clamp((thresholds.targetElo() - currentElo) / span, 0.0, 1.0);
        return new TrainingPriority((5 * v + 3 * s + 2 * d) / 10, v, s, d);
    }

    /** Time over whole, or 2 when it is more: what is beyond does not count, and could overflow. */
    private static double ratio(Duration time, Duration whole) {
        return time.compareTo(whole.multipliedBy(2)) >= 0
                ? 2
                : (double) time.toNanos() / whole.toNanos();
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
