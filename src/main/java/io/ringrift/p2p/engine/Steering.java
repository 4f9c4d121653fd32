package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;

import java.util.Objects;

/**
 * What people ordered for a config, or for all of them.
 *
 * @param policy in place of the more general one, null for that
 * @param version counts the changes of the policy; 0 before the first
 * @param paused by whom and why no training is triggered, null when some are
 * @param shadow whose answers are only written down, null for the more general one or none
 * @param shadowVersion counts its changes; 0 before the first
 */
public record Steering(
        @Nullable TrainingPolicy policy,
        int version,
        @Nullable Mandate paused,
        @Nullable TrainingPolicy shadow,
        Integer shadowVersion) {

    static final Steering NONE = new Steering(null, 0, null, null, 0);

    /** What earlier rules did not write down has its first value. */
    public Steering {
        shadowVersion = Objects.requireNonNullElse(shadowVersion, 0);
    }

    Steering with(@Nullable TrainingPolicy other) {
        return new Steering(other, version + 1, paused, shadow, shadowVersion);
    }

    Steering paused(@Nullable Mandate mandate) {
        return new Steering(policy, version, mandate, shadow, shadowVersion);
    }

    Steering shadowed(@Nullable TrainingPolicy other) {
        return new Steering(policy, version, paused, other, shadowVersion + 1);
    }
}
