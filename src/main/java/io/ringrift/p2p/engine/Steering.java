package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;

/**
 * What people ordered for a config, or for all of them.
 *
 * @param policy in place of the more general one, null for that
 * @param version counts the changes of the policy; 0 before the first
 * @param paused by whom and why no training is triggered, null when some are
 */
public record Steering(@Nullable TrainingPolicy policy, int version, @Nullable Mandate paused) {

    static final Steering NONE = new Steering(null, 0, null);

    Steering with(@Nullable TrainingPolicy other) {
        return new Steering(other, version + 1, paused);
    }

    Steering paused(@Nullable Mandate mandate) {
        return new Steering(policy, version, mandate);
    }
}
