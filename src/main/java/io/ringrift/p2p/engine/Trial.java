package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The test of a candidate against the champion.
 *
 * @param candidate who is tested
 * @param baseline the champion when it began; null for the untrained model
 * @param pending evaluation jobs whose results are not in, with the games that each was ordered
 * @param batches evaluation jobs that were ordered so far
 * @param failures of these that brought no result
 * @param lastFailure why the last of them did not; empty without any
 * @param score of all results that are in and not in quarantine, from the candidate's side
 * @param counted evaluation jobs whose results are in
 */
public record Trial(
        DataKey candidate,
        @Nullable Sha256 baseline,
        SortedMap<JobId, Integer> pending,
        int batches,
        int failures,
        String lastFailure,
        MatchScore score,
        List<JobId> counted) {

    /** What earlier rules did not write down has its first value. */
    public Trial {
        pending = Collections.unmodifiableSortedMap(new TreeMap<>(pending));
        counted = counted == null ? List.of() : List.copyOf(counted);
    }

    /** Evaluation jobs without a result after which a candidate is rejected. */
    public static final int MOST_FAILURES = 3;

    static Trial of(DataKey candidate, @Nullable Sha256 baseline) {
        return new Trial(
                candidate, baseline, new TreeMap<>(), 0, 0, "", MatchScore.NONE, List.of());
    }

    /** Games that were ordered and may still come. */
    public long pendingGames() {
        return pending.values().stream().mapToLong(Integer::longValue).sum();
    }

    /** Whether it is known of every result which job brought it. */
    boolean knowsItsGames() {
        return counted.size() + failures + pending.size() == batches;
    }

    Trial ordered(JobId job, int games) {
        return new Trial(
                candidate,
                baseline,
                plus(job, games),
                batches + 1,
                failures,
                lastFailure,
                score,
                counted);
    }

    Trial counted(JobId job, MatchScore more) {
        List<JobId> next = new ArrayList<>(counted);
        next.add(job);
        return new Trial(
                candidate,
                baseline,
                minus(job),
                batches,
                failures,
                lastFailure,
                score.plus(more),
                next);
    }

    Trial failed(JobId job, String why) {
        return new Trial(
                candidate, baseline, minus(job), batches, failures + 1, why, score, counted);
    }

    private SortedMap<JobId, Integer> plus(JobId job, int games) {
        SortedMap<JobId, Integer> more = new TreeMap<>(pending);
        more.put(job, games);
        return more;
    }

    private SortedMap<JobId, Integer> minus(JobId job) {
        SortedMap<JobId, Integer> rest = new TreeMap<>(pending);
        rest.remove(job);
        return rest;
    }

    Trial with(MatchScore other) {
        return new Trial(
                candidate, baseline, pending, batches, failures, lastFailure, other, counted);
    }
}
