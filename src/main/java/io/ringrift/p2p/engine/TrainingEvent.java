package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** What happened to the learning of a config. */
public sealed interface TrainingEvent extends Event {

    /** The policy of the leader's settings is this one now. */
    record TrainingConfigured(TrainingPolicy policy) implements TrainingEvent {}

    /**
     * Another policy holds.
     *
     * @param configKey for this config, or null for all that have none of their own
     * @param policy null for the more general one
     */
    record TrainingPolicySet(
            Instant at,
            Mandate mandate,
            @Nullable String configKey,
            @Nullable TrainingPolicy policy)
            implements TrainingEvent {}

    /**
     * Another policy runs in the shadow.
     *
     * @param configKey for this config, or null for all that have none of their own
     * @param policy null for the more general one or none
     */
    record ShadowPolicySet(
            Instant at,
            Mandate mandate,
            @Nullable String configKey,
            @Nullable TrainingPolicy policy)
            implements TrainingEvent {}

    /** Nobody should learn from some data. */
    record DataQuarantined(Instant at, Quarantine quarantine) implements TrainingEvent {}

    /** That was taken back. */
    record QuarantineLifted(Instant at, Mandate mandate, int number) implements TrainingEvent {}

    /** Something that happened to one config. */
    sealed interface OfConfig extends TrainingEvent {
        String configKey();
    }

    record TrainingPaused(Instant at, Mandate mandate, String configKey) implements OfConfig {}

    record TrainingResumed(Instant at, Mandate mandate, String configKey) implements OfConfig {}

    /** The answer to "is a training due?" changed. */
    record TrainingDecided(String configKey, TrainingDecision decision) implements OfConfig {}

    /** The answer of the policy in the shadow changed. */
    record ShadowDecided(String configKey, TrainingDecision decision) implements OfConfig {}

    /**
     * A training was begun.
     *
     * @param games new games that there were
     * @param champion that it starts from, null for the untrained model
     * @param byHand whether a person submitted it
     */
    record TrainingTriggered(
            Instant at,
            String configKey,
            int generation,
            JobId jobId,
            long games,
            @Nullable Sha256 champion,
            boolean byHand)
            implements OfConfig {}

    /** A training completed and brought no model that could be tested. */
    record TrainingBroughtNothing(Instant at, String configKey, JobId jobId, String reason)
            implements OfConfig {}

    /**
     * A model is tested from now on.
     *
     * @param jobId the training that made it, null when a person named it
     * @param mandate who named it, null when a training made it
     * @param origin how it was made; null when that is not known
     */
    record CandidateRegistered(
            Instant at,
            String configKey,
            @Nullable JobId jobId,
            DataKey file,
            @Nullable Mandate mandate,
            ModelVersion.@Nullable Origin origin)
            implements OfConfig {}

    record MatchOrdered(Instant at, String configKey, Sha256 candidate, JobId jobId, int games)
            implements OfConfig {}

    record MatchRecorded(
            Instant at,
            String configKey,
            JobId jobId,
            NodeId node,
            Sha256 candidate,
            @Nullable Sha256 baseline,
            MatchScore score)
            implements OfConfig {}

    record MatchFailed(Instant at, String configKey, JobId jobId, String reason)
            implements OfConfig {}

    /**
     * The candidate is the champion now.
     *
     * @param baseline the champion before; null for the untrained model
     */
    record ModelPromoted(
            Instant at,
            String configKey,
            Sha256 model,
            @Nullable Sha256 baseline,
            MatchScore score,
            String reason)
            implements OfConfig {}

    record ModelRejected(
            Instant at,
            String configKey,
            Sha256 model,
            @Nullable Sha256 baseline,
            MatchScore score,
            String reason)
            implements OfConfig {}

    /** A person made another model the champion. */
    record ChampionChosen(
            Instant at,
            Mandate mandate,
            String configKey,
            @Nullable Sha256 champion,
            @Nullable Sha256 before)
            implements OfConfig {}
}
