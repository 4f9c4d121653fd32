package io.ringrift.p2p.engine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a config's ledger counts. Games move it when a self-play result is counted, a training when
 * it completes; what is merely ordered moves nothing.
 *
 * @param total games of all counted self-play results
 * @param since those of them that no completed training was triggered by
 * @param firstGameAt when the first of all was counted, null before
 * @param trainedAt when the last training completed, null before the first
 * @param runEndedAt when the last training ended, whatever came of it; null before the first
 * @param generation trainings that were triggered so far
 * @param runsWithoutGain the latest trainings in a row that led to no promotion
 */
public record GameCount(
        long total,
        long since,
        @Nullable Instant firstGameAt,
        @Nullable Instant trainedAt,
        @Nullable Instant runEndedAt,
        int generation,
        int runsWithoutGain) {

    static final GameCount NONE = new GameCount(0, 0, null, null, null, 0, 0);

    GameCount landed(long games, Instant at) {
        return new GameCount(
                capped(total, games),
                capped(since, games),
                firstGameAt == null ? at : firstGameAt,
                trainedAt,
                runEndedAt,
                generation,
                runsWithoutGain);
    }

    GameCount triggered(int next) {
        return new GameCount(
                total, since, firstGameAt, trainedAt, runEndedAt, next, runsWithoutGain);
    }

    GameCount trained(long used, Instant at) {
        return new GameCount(
                total, Math.max(0, since - used), firstGameAt, at, at, generation, runsWithoutGain);
    }

    /** A training ended without a model; it counts as one that brought no Elo. */
    GameCount failed(Instant at) {
        return new GameCount(
                total, since, firstGameAt, trainedAt, at, generation, runsWithoutGain + 1);
    }

    /** A candidate was judged. */
    GameCount judged(boolean gain) {
        return new GameCount(
                total,
                since,
                firstGameAt,
                trainedAt,
                runEndedAt,
                generation,
                gain ? 0 : runsWithoutGain + 1);
    }

    /** Results are claims of programs that this one did not write: no claim may turn the sum. */
    private static long capped(long sum, long claim) {
        long more = sum + Math.max(0, claim);
        return more < 0 ? Long.MAX_VALUE : more;
    }
}
