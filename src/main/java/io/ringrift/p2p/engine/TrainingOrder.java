package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * What a person orders about the learning of a config. Used under {@link RulesVersion#TRAINING}.
 */
public sealed interface TrainingOrder extends Command {

    Mandate mandate();

    /**
     * Decide by another policy.
     *
     * @param configKey for this config, or null for all that have none of their own
     * @param version of the policy that it replaces; null to replace any
     * @param policy null for the more general one
     */
    record SetTrainingPolicy(
            Instant at,
            Mandate mandate,
            @Nullable String configKey,
            @Nullable Integer version,
            @Nullable TrainingPolicy policy)
            implements TrainingOrder {}

    /**
     * Write down what another policy would answer. Used under {@link RulesVersion#SHADOW}.
     *
     * @param configKey for this config, or null for all that have none of their own
     * @param version of what it replaces; null to replace any
     * @param policy null for the more general one or none
     */
    record SetShadowPolicy(
            Instant at,
            Mandate mandate,
            @Nullable String configKey,
            @Nullable Integer version,
            @Nullable TrainingPolicy policy)
            implements TrainingOrder {}

    /** An order about one config. */
    sealed interface OfConfig extends TrainingOrder {
        String configKey();
    }

    /** Trigger no training of it. */
    record PauseTraining(Instant at, Mandate mandate, String configKey) implements OfConfig {}

    /** Let trainings be triggered again. */
    record ResumeTraining(Instant at, Mandate mandate, String configKey) implements OfConfig {}

    /** Test a model that somebody brought. */
    record NominateModel(Instant at, Mandate mandate, String configKey, DataKey file)
            implements OfConfig {}

    /**
     * Make a model the champion without a test, mostly an earlier one.
     *
     * @param champion null for the untrained model
     * @param marksGames whether the games of the models that it takes back go into quarantine,
     *     under {@link RulesVersion#QUARANTINE}; null for no
     */
    record ChooseChampion(
            Instant at,
            Mandate mandate,
            String configKey,
            @Nullable Sha256 champion,
            @Nullable Boolean marksGames)
            implements OfConfig {}

    /** Let nobody learn from some data. Used under {@link RulesVersion#QUARANTINE}. */
    record QuarantineData(Instant at, Mandate mandate, DataScope scope) implements TrainingOrder {}

    /** Let data be used again. Used under {@link RulesVersion#QUARANTINE}. */
    record LiftQuarantine(Instant at, Mandate mandate, int number) implements TrainingOrder {}
}
