package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.Sha256;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * The training of a config that was triggered last, until its model is a candidate.
 *
 * @param job that trains
 * @param generation number of the trigger, 1 for the first
 * @param at when it was triggered
 * @param games new games that there were then; they count as used once it completes
 * @param parent the champion that it starts from; null for the untrained one
 * @param completedAt when its result was counted, null before
 */
public record TrainingRun(
        JobId job,
        int generation,
        Instant at,
        long games,
        @Nullable Sha256 parent,
        @Nullable Instant completedAt) {

    TrainingRun completed(Instant when) {
        return new TrainingRun(job, generation, at, games, parent, when);
    }
}
