package io.ringrift.p2p.engine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;

/**
 * What a config's ledger counts. Games move it when a self-play result is counted, a training when
 * it completes; what is merely ordered moves nothing.
 *
 * @param total games of all counted self-play results that are not in quarantine
 * @param since those of them that no completed training was triggered by
 * @param firstGameAt when the first of all was counted, null before
 * @param trainedAt when the last training completed, null before the first
 * @param runEndedAt when the last training ended, whatever came of it; null before the first
 * @param generation trainings that were triggered so far
 * @param runsWithoutGain the latest trainings in a row that led to no promotion
 * @param tainted games that are in quarantine
 * @param learned generation of data up to which completed trainings have learned, 0 for none
 */
public record GameCount(
        long total,
        long since,
        @Nullable Instant firstGameAt,
        @Nullable Instant trainedAt,
        @Nullable Instant runEndedAt,
        int generation,
        int runsWithoutGain,
        Long tainted,
        Integer learned) {

    static final GameCount NONE = new GameCount(0, 0, null, null, null, 0, 0, 0L, 0);

    /** What earlier rules did not write down has its first value. */
    public GameCount {
        tainted = Objects.requireNonNullElse(tainted, 0L);
        learned = Objects.requireNonNullElse(learned, 0);
    }

    GameCount landed(long games, Instant at) {
        return counting(capped(total, games), capped(since, games), tainted)
                .begun(firstGameAt == null ? at : firstGameAt);
    }

    /** Games came that are in quarantine. */
    GameCount landedTainted(long games) {
        return counting(total, since, capped(tainted, games));
    }

    /**
     * Games that were counted are in quarantine now.
     *
     * @param fresh those of them that no completed training was triggered by
     */
    GameCount tainted(long games, long fresh) {
        long rest = Math.max(0, total - games);
        return counting(rest, Math.min(rest, Math.max(0, since - fresh)), capped(tainted, games));
    }

    /** Games that were in quarantine count again. */
    GameCount cleared(long games, long fresh) {
        return counting(capped(total, games), capped(since, fresh), Math.max(0, tainted - games));
    }

    /** The origin of games that are in quarantine is not remembered any more. */
    GameCount forgot(long games) {
        return counting(total, since, Math.max(0, tainted - games));
    }

    private GameCount counting(long ofAll, long ofNew, long ofTainted) {
        return new GameCount(
                ofAll,
                ofNew,
                firstGameAt,
                trainedAt,
                runEndedAt,
                generation,
                runsWithoutGain,
                ofTainted,
                learned);
    }

    private GameCount begun(Instant at) {
        return new GameCount(
                total,
                since,
                at,
                trainedAt,
                runEndedAt,
                generation,
                runsWithoutGain,
                tainted,
                learned);
    }

    GameCount triggered(int next) {
        return new GameCount(
                total,
                since,
                firstGameAt,
                trainedAt,
                runEndedAt,
                next,
                runsWithoutGain,
                tainted,
                learned);
    }

    /**
     * A training completed.
     *
     * @param used games that it was triggered by
     */
    GameCount trained(long used, Instant at) {
        return new GameCount(
                total,
                Math.max(0, since - used),
                firstGameAt,
                at,
                at,
                generation,
                runsWithoutGain,
                tainted,
                generation);
    }

    /** A training ended without a model; it counts as one that brought no Elo. */
    GameCount failed(Instant at) {
        return ended(at, runsWithoutGain + 1);
    }

    /** A training ended that is no sign of anything. */
    GameCount ended(Instant at) {
        return ended(at, runsWithoutGain);
    }

    /** A candidate was judged. */
    GameCount judged(boolean gain) {
        return ended(runEndedAt, gain ? 0 : runsWithoutGain + 1);
    }

    private GameCount ended(@Nullable Instant at, int withoutGain) {
        return new GameCount(
                total,
                since,
                firstGameAt,
                trainedAt,
                at,
                generation,
                withoutGain,
                tainted,
                learned);
    }

    /** Results are claims of programs that this one did not write: no claim may turn the sum. */
    private static long capped(long sum, long claim) {
        long more = sum + Math.max(0, claim);
        return more < 0 ? Long.MAX_VALUE : more;
    }
}
