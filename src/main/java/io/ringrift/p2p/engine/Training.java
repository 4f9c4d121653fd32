package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * What the cluster knows of its models' learning.
 *
 * @param configured policy of the leader's settings; null before one was set
 * @param general what people ordered in its place for all configs
 * @param ledgers one per config, at most {@value #MAX_CONFIGS}
 * @param matches results of evaluation jobs, at most {@value #MAX_MATCHES}; the oldest go first
 */
public record Training(
        @Nullable TrainingPolicy configured,
        Steering general,
        TreePMap<String, Ledger> ledgers,
        TreePMap<JobId, MatchResult> matches) {

    /** Configs that have a ledger; the games of others are counted for the whole only. */
    public static final int MAX_CONFIGS = 10_000;

    /** Evaluation results that are kept: at 40 games each four million games. */
    public static final int MAX_MATCHES = 100_000;

    public static final Training NONE =
            new Training(null, Steering.NONE, TreePMap.empty(), TreePMap.empty());

    /** What holds for a config: its own policy, else the general one, else the configured one. */
    public TrainingPolicy policy(Ledger ledger) {
        return ledger.steering().policy() != null ? ledger.steering().policy() : generalPolicy();
    }

    /** What holds for configs without a policy of their own. */
    public TrainingPolicy generalPolicy() {
        if (general.policy() != null) {
            return general.policy();
        }
        return configured == null ? TrainingPolicy.DEFAULT : configured;
    }

    /** With these settings where none are in force yet. */
    public Training orConfigured(TrainingPolicy policy) {
        return configured == null ? configured(policy) : this;
    }

    Ledger ledger(String configKey) {
        Ledger ledger = ledgers.get(configKey);
        return ledger == null ? Ledger.of(configKey) : ledger;
    }

    /** Whether there is a ledger of this config or room for one. */
    boolean hasRoomFor(String configKey) {
        return ledgers.size() < MAX_CONFIGS || ledgers.containsKey(configKey);
    }

    Training with(Ledger ledger) {
        return new Training(configured, general, ledgers.plus(ledger.configKey(), ledger), matches);
    }

    Training with(Steering other) {
        return new Training(configured, other, ledgers, matches);
    }

    Training configured(TrainingPolicy policy) {
        return new Training(policy, general, ledgers, matches);
    }

    Training with(JobId job, MatchResult result) {
        TreePMap<JobId, MatchResult> next = matches.plus(job, result);
        return new Training(
                configured,
                general,
                ledgers,
                next.size() > MAX_MATCHES ? next.minus(next.firstKey()) : next);
    }

    Training plusAll(Training other) {
        return new Training(
                other.configured,
                other.general,
                ledgers.plusAll(other.ledgers),
                matches.plusAll(other.matches));
    }
}
