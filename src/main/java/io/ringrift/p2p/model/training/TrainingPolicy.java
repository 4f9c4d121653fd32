package io.ringrift.p2p.model.training;

import io.ringrift.p2p.model.match.SprtLimits;

/**
 * All that decides about the models of a config: when one is trained, on what, and what it must
 * show to be promoted. It is cluster policy and lives in the state.
 *
 * @param thresholds when a training is due
 * @param gate the test that a candidate must pass against the champion
 * @param batchGames games of one evaluation job, even, 2 to {@value #MAX_BATCH}: they are played in
 *     pairs
 * @param parallelBatches evaluation jobs of one candidate at a time, 1 to {@value #MAX_PARALLEL}
 * @param windowGames newest games that a training learns from, 0 for all
 * @param coverageMilli thousandths of the new games that must be among the files that the cluster
 *     knows before a training is triggered, and of all games that must be on its node before it
 *     starts; 0 to 1,000, 0 where programs find their games by other ways
 */
public record TrainingPolicy(
        TrainingThresholds thresholds,
        SprtLimits gate,
        int batchGames,
        int parallelBatches,
        int windowGames,
        int coverageMilli) {

    public static final int MAX_BATCH = 10_000;
    public static final int MAX_PARALLEL = 64;
    private static final int WHOLE = 1_000;

    /** The thresholds of the outside contract and a gate of 0 to 80 Elo. */
    public static final TrainingPolicy DEFAULT =
            new TrainingPolicy(TrainingThresholds.DEFAULT, SprtLimits.DEFAULT, 40, 2, 0, 950);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when one is broken; the message names the field
     */
    public TrainingPolicy {
        require(
                batchGames >= 2 && batchGames <= MAX_BATCH && batchGames % 2 == 0,
                "batch_games must be an even number from 2 to " + MAX_BATCH);
        require(
                parallelBatches >= 1 && parallelBatches <= MAX_PARALLEL,
                "parallel_batches must be from 1 to " + MAX_PARALLEL);
        require(windowGames >= 0, "window_games must not be negative");
        require(coverageMilli >= 0 && coverageMilli <= WHOLE, "coverage must be from 0 to 1");
    }

    /** The same with other thresholds. */
    public TrainingPolicy with(TrainingThresholds other) {
        return new TrainingPolicy(
                other, gate, batchGames, parallelBatches, windowGames, coverageMilli);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
