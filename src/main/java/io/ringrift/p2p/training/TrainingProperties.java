package io.ringrift.p2p.training;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * When a model is due for training and what it must show. The leader puts these numbers into the
 * cluster state, where all voters use the same.
 *
 * @param minGames MIN_GAMES, new games that make a training due
 * @param stalenessHours STALENESS_HOURS, age after which a tenth of the games is enough; a bare
 *     number is hours
 * @param cooldown least time between two trainings of a config; a bare number is seconds
 * @param pauseAfter runs without Elo gain after which a config rests
 * @param targetElo Elo at which a model needs no more training
 * @param initialElo Elo of an untrained model
 * @param gate the test that a candidate must pass
 * @param batchGames games of one evaluation job, even
 * @param parallelBatches evaluation jobs of one candidate at a time
 * @param windowGames newest games that a training learns from; 0 for all
 * @param coverage share of the games that must be known and on the training's node, 0 to 1
 */
@ConfigurationProperties("ringrift.p2p.training")
record TrainingProperties(
        @DefaultValue("1000") int minGames,
        @DefaultValue("6h") @DurationUnit(ChronoUnit.HOURS) Duration stalenessHours,
        @DefaultValue("30m") @DurationUnit(ChronoUnit.SECONDS) Duration cooldown,
        @DefaultValue("3") int pauseAfter,
        @DefaultValue("2000") double targetElo,
        @DefaultValue("1500") double initialElo,
        @DefaultValue Gate gate,
        @DefaultValue("40") int batchGames,
        @DefaultValue("2") int parallelBatches,
        @DefaultValue("0") int windowGames,
        @DefaultValue("0.95") double coverage) {

    /**
     * A sequential probability ratio test.
     *
     * @param elo0 gain of a model that is not to be promoted
     * @param elo1 gain of a model that is
     * @param alpha how often the former may be promoted all the same
     * @param beta how often the latter may be rejected all the same
     * @param maxGames games after which there is no promotion without an answer
     */
    record Gate(
            @DefaultValue("0") double elo0,
            @DefaultValue("80") double elo1,
            @DefaultValue("0.05") double alpha,
            @DefaultValue("0.05") double beta,
            @DefaultValue("400") int maxGames) {

        SprtLimits limits() {
            try {
                return new SprtLimits(elo0, elo1, alpha, beta, maxGames);
            } catch (IllegalArgumentException e) {
                throw new BadSettingException(
                        "ringrift.p2p.training.gate", this, String.valueOf(e.getMessage()));
            }
        }
    }

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
        require(
                batchGames >= 2 && batchGames <= TrainingPolicy.MAX_BATCH && batchGames % 2 == 0,
                "batch-games",
                batchGames,
                "must be an even number from 2 to " + TrainingPolicy.MAX_BATCH);
        require(
                parallelBatches >= 1 && parallelBatches <= TrainingPolicy.MAX_PARALLEL,
                "parallel-batches",
                parallelBatches,
                "must be from 1 to " + TrainingPolicy.MAX_PARALLEL);
        require(windowGames >= 0, "window-games", windowGames, "must not be negative");
        require(coverage >= 0 && coverage <= 1, "coverage", coverage, "must be from 0 to 1");
    }

    /** As a value of the model. */
    TrainingPolicy policy() {
        return new TrainingPolicy(
                new TrainingThresholds(
                        minGames, stalenessHours, cooldown, pauseAfter, targetElo, initialElo),
                gate.limits(),
                batchGames,
                parallelBatches,
                windowGames,
                (int) Math.round(coverage * 1_000));
    }

    private static void require(boolean holds, String name, Object value, String rule) {
        if (!holds) {
            throw new BadSettingException("ringrift.p2p.training." + name, value, rule);
        }
    }
}
