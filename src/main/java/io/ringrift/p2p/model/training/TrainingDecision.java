package io.ringrift.p2p.model.training;

import io.ringrift.p2p.model.JobId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * An answer to "is a training due?" that was another one than before, with all that it was made of.
 *
 * @param at when
 * @param due whether it was
 * @param rule what decided
 * @param facts the numbers
 * @param policy what they were compared with
 * @param knownGames games of the config among the files that the cluster knew
 * @param missing what would have made it due, one sentence; empty when it was
 * @param job the training that followed, if it was due
 */
public record TrainingDecision(
        Instant at,
        boolean due,
        TrainingTrigger.Rule rule,
        TrainingTrigger.Facts facts,
        TrainingPolicy policy,
        long knownGames,
        String missing,
        @Nullable JobId job) {

    /** The same with the job that followed. */
    public TrainingDecision with(JobId training) {
        return new TrainingDecision(at, due, rule, facts, policy, knownGames, missing, training);
    }
}
