package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The test of a candidate against the champion.
 *
 * @param candidate who is tested
 * @param baseline the champion when it began; null for the untrained model
 * @param pending evaluation jobs whose results are not in, with the games that each was ordered
 * @param batches evaluation jobs that were ordered so far
 * @param failures of these that brought no result
 * @param lastFailure why the last of them did not; empty without any
 * @param score of all results that are in, from the candidate's side
 */
public record Trial(
        DataKey candidate,
        @Nullable Sha256 baseline,
        TreePMap<JobId, Integer> pending,
        int batches,
        int failures,
        String lastFailure,
        MatchScore score) {

    /** Evaluation jobs without a result after which a candidate is rejected. */
    public static final int MOST_FAILURES = 3;

    static Trial of(DataKey candidate, @Nullable Sha256 baseline) {
        return new Trial(candidate, baseline, TreePMap.empty(), 0, 0, "", MatchScore.NONE);
    }

    /** Games that were ordered and may still come. */
    public long pendingGames() {
        return pending.values().stream().mapToLong(Integer::longValue).sum();
    }

    Trial ordered(JobId job, int games) {
        return new Trial(
                candidate,
                baseline,
                pending.plus(job, games),
                batches + 1,
                failures,
                lastFailure,
                score);
    }

    Trial counted(JobId job, MatchScore more) {
        return new Trial(
                candidate,
                baseline,
                pending.minus(job),
                batches,
                failures,
                lastFailure,
                score.plus(more));
    }

    Trial failed(JobId job, String why) {
        return new Trial(
                candidate, baseline, pending.minus(job), batches, failures + 1, why, score);
    }
}
