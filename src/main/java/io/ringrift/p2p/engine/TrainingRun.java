package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * The training of a config that was triggered last, until its model is a candidate.
 *
 * @param job that trains
 * @param generation number of the trigger, 1 for the first
 * @param at when it was triggered
 * @param games new games that there were then; they count as used once it completes
 * @param parent the champion that it starts from; null for the untrained one
 * @param completedAt when its result was counted, null before
 * @param from first generation of data that it learns from; the last is its own
 * @param byHand whether a person submitted it: what comes of it does not make the config rest
 * @param taints numbers of the quarantines whose data it may have learned from
 */
public record TrainingRun(
        JobId job,
        int generation,
        Instant at,
        long games,
        @Nullable Sha256 parent,
        @Nullable Instant completedAt,
        Integer from,
        Boolean byHand,
        List<Integer> taints) {

    /** What earlier rules did not write down has its first value. */
    public TrainingRun {
        byHand = Objects.requireNonNullElse(byHand, false);
        from = Objects.requireNonNullElse(from, 1);
        taints = taints == null ? List.of() : List.copyOf(taints);
    }

    TrainingRun completed(Instant when) {
        return new TrainingRun(job, generation, at, games, parent, when, from, byHand, taints);
    }

    TrainingRun with(long newGames) {
        return new TrainingRun(
                job, generation, at, newGames, parent, completedAt, from, byHand, taints);
    }

    TrainingRun with(List<Integer> others) {
        return new TrainingRun(
                job, generation, at, games, parent, completedAt, from, byHand, others);
    }

    /** Whether it learns from games of a generation of data. */
    boolean learnsFrom(int data) {
        return from <= data && data <= generation;
    }
}
