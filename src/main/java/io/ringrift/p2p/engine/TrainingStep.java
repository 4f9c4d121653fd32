package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A step of the training loop. The leader proposes it because of what it sees in the state, and it
 * is checked against the log's truth; so it may be proposed twice, by two leaders, or too late.
 * Used under {@link RulesVersion#TRAINING}.
 */
public sealed interface TrainingStep extends Command.Fenced {

    /** Decide by this where people did not order otherwise. */
    record ConfigureTraining(Instant at, Epoch epoch, TrainingPolicy policy)
            implements TrainingStep {}

    /** A step about one config. */
    sealed interface OfConfig extends TrainingStep {
        String configKey();
    }

    /**
     * Ask whether a training is due, and begin it if it is.
     *
     * @param knownGames games of the config among the files that the cluster knows
     * @param generation number that the trigger must get
     * @param champion that the training starts from
     * @param jobId that the training gets
     * @param spec of the training
     */
    record EvaluateTraining(
            Instant at,
            Epoch epoch,
            String configKey,
            long knownGames,
            int generation,
            @Nullable Sha256 champion,
            JobId jobId,
            JobSpec spec)
            implements OfConfig {}

    /**
     * Ask the policy in the shadow the same; nothing begins. Used under {@link
     * RulesVersion#SHADOW}.
     *
     * @param knownGames games of the config among the files that the cluster knows
     */
    record EvaluateShadow(Instant at, Epoch epoch, String configKey, long knownGames)
            implements OfConfig {}

    /** A training completed and brought no model that could be tested. */
    record EndRun(Instant at, Epoch epoch, String configKey, JobId jobId, String reason)
            implements OfConfig {}

    /**
     * Test the model that a training made.
     *
     * @param jobId the training
     */
    record RegisterCandidate(Instant at, Epoch epoch, String configKey, JobId jobId, DataKey file)
            implements OfConfig {}

    /**
     * Let the candidate play some games.
     *
     * @param batch evaluation jobs that were ordered for it before
     */
    record OrderMatch(
            Instant at,
            Epoch epoch,
            String configKey,
            Sha256 candidate,
            int batch,
            JobId jobId,
            JobSpec spec)
            implements OfConfig {}

    /** Count the result of an evaluation job. */
    record RecordMatch(Instant at, Epoch epoch, String configKey, JobId jobId, MatchScore score)
            implements OfConfig {}

    /** An evaluation job ended without a result that can be counted. */
    record FailMatch(Instant at, Epoch epoch, String configKey, JobId jobId, String reason)
            implements OfConfig {}

    /** Promote or reject the candidate if its games say so. */
    record JudgeCandidate(Instant at, Epoch epoch, String configKey, Sha256 candidate)
            implements OfConfig {}
}
