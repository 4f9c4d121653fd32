package io.ringrift.p2p.training;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.TrainingThresholds;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * When a model is due for training. The leader puts these numbers into the cluster state, where all
 * voters use the same.
 *
 * @param minGames MIN_GAMES, new games that make a training due
 * @param stalenessHours STALENESS_HOURS, age after which a tenth of the games is enough; a bare
 *     number is hours
 * @param cooldown least time between two trainings of a config; a bare number is seconds
 * @param pauseAfter runs without Elo gain after which a config rests
 * @param targetElo Elo at which a model needs no more training
 * @param initialElo Elo of an untrained model
 */
@ConfigurationProperties("ringrift.p2p.training")
record TrainingProperties(
        @DefaultValue("1000") int minGames,
        @DefaultValue("6h") @DurationUnit(ChronoUnit.HOURS) Duration stalenessHours,
        @DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration cooldown,
        @DefaultValue("3") int pauseAfter,
        @DefaultValue("2000") double targetElo,
        @DefaultValue("1500") double initialElo) {

    TrainingProperties {
        require(minGames > 0, "min-games", minGames, "must be above 0");
        require(
                stalenessHours.isPositive() && stalenessHours.toDays() < 3650,
                "staleness-hours",
                stalenessHours,
                "must be above 0 and less than ten years");
        require(!cooldown.isNegative(), "cooldown", cooldown, "must not be negative");
        require(pauseAfter > 0, "pause-after", pauseAfter, "must be above 0");
        require(
                Double.isFinite(initialElo) && targetElo > initialElo && targetElo < 1e6,
                "target-elo",
                targetElo,
                "must be above the initial Elo, RINGRIFT_P2P_TRAINING_INITIAL_ELO=" + initialElo);
    }

    /** As a value of the model. */
    TrainingThresholds thresholds() {
        return new TrainingThresholds(
                minGames, stalenessHours, cooldown, pauseAfter, targetElo, initialElo);
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException("ringrift.p2p.training." + name, value, rule);
        }
    }
}
