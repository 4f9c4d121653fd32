package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataScope;
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
 * @param results of self-play that was counted, at most {@value #MAX_RESULTS}; the oldest go first
 * @param quarantines data that nobody should learn from
 */
public record Training(
        @Nullable TrainingPolicy configured,
        Steering general,
        TreePMap<String, Ledger> ledgers,
        TreePMap<JobId, MatchResult> matches,
        TreePMap<JobId, GameResult> results,
        Quarantines quarantines) {

    /** Configs that have a ledger; the games of others are counted for the whole only. */
    public static final int MAX_CONFIGS = 10_000;

    /** Evaluation results that are kept: at 40 games each four million games. */
    public static final int MAX_MATCHES = 100_000;

    /**
     * Self-play results whose origin is remembered: at half an hour each three weeks of a thousand
     * nodes. What is forgotten stays counted as it was.
     */
    public static final int MAX_RESULTS = 1_000_000;

    public static final Training NONE =
            new Training(
                    null,
                    Steering.NONE,
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    Quarantines.NONE);

    /** What holds for a config: its own policy, else the general one, else the configured one. */
    public TrainingPolicy policy(Ledger ledger) {
        return ledger.steering().policy() != null ? ledger.steering().policy() : generalPolicy();
    }

    /** The policy whose answers are only written down: the config's own, or the general one. */
    public @Nullable TrainingPolicy shadow(Ledger ledger) {
        return ledger.steering().shadow() != null ? ledger.steering().shadow() : general.shadow();
    }

    /** What people ordered for a config, or with null for all that have nothing of their own. */
    public Steering steering(@Nullable String configKey) {
        Ledger ledger = configKey == null ? null : ledgers.get(configKey);
        if (configKey == null) {
            return general;
        }
        return ledger == null ? Steering.NONE : ledger.steering();
    }

    /** What holds for a config, or with null for all that have no policy of their own. */
    public TrainingPolicy policyFor(@Nullable String configKey) {
        Ledger ledger = configKey == null ? null : ledgers.get(configKey);
        return ledger == null ? generalPolicy() : policy(ledger);
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

    /** Whether nobody should learn from a file: by what it says, or by what its job brought. */
    public boolean isTainted(DataFile file) {
        if (quarantines.active().isEmpty()) {
            return false;
        }
        JobId job = file.producer().job();
        GameResult result = job == null ? null : results.get(job);
        return quarantines.cover(file) || (result != null && quarantines.cover(result));
    }

    /** Whether a scope means a file: by what it says, or by what its job brought. */
    public boolean isIn(DataScope scope, DataFile file) {
        JobId job = file.producer().job();
        GameResult result = job == null ? null : results.get(job);
        return scope.covers(file) || (result != null && result.isOf(scope));
    }

    Training with(Ledger ledger) {
        return new Training(
                configured,
                general,
                ledgers.plus(ledger.configKey(), ledger),
                matches,
                results,
                quarantines);
    }

    Training with(Steering other) {
        return new Training(configured, other, ledgers, matches, results, quarantines);
    }

    Training configured(TrainingPolicy policy) {
        return new Training(policy, general, ledgers, matches, results, quarantines);
    }

    Training with(Quarantines other) {
        return new Training(configured, general, ledgers, matches, results, other);
    }

    Training with(JobId job, MatchResult result) {
        TreePMap<JobId, MatchResult> next = matches.plus(job, result);
        return new Training(
                configured,
                general,
                ledgers,
                next.size() > MAX_MATCHES ? next.minus(next.firstKey()) : next,
                results,
                quarantines);
    }

    Training with(TreePMap<JobId, GameResult> other) {
        return new Training(configured, general, ledgers, matches, other, quarantines);
    }

    Training plusAll(Training other) {
        return new Training(
                other.configured,
                other.general,
                ledgers.plusAll(other.ledgers),
                matches.plusAll(other.matches),
                results.plusAll(other.results),
                new Quarantines(
                        other.quarantines.changes(),
                        quarantines.active().plusAll(other.quarantines.active())));
    }
}
