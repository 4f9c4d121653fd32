package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.NodePolicy;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.OnLost;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Limits and retries of jobs; the leader's values become the cluster's.
 *
 * @param maxOpen jobs that may wait or run at the same time
 * @param maxAttempts attempts that may ask to be tried again (exit 75) before the job fails
 * @param maxLost attempts that may be lost with their node before the job fails
 * @param backoffBase longest wait before the second attempt; doubles with each further one
 * @param backoffMax longest wait of all
 * @param keepKeys how long idempotency keys are remembered, at least 24 h
 * @param keepFinishedFor how long finished jobs are kept
 * @param keepFinished how many finished jobs are kept at most
 * @param keepNodes how long a node that is gone is remembered
 * @param defaultCpus processor cores that a job reserves when it does not say
 */
@ConfigurationProperties("ringrift.p2p.jobs")
record JobsProperties(
        @DefaultValue("200000") int maxOpen,
        @DefaultValue("3") int maxAttempts,
        @DefaultValue("5") int maxLost,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s") Duration backoffBase,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10m") Duration backoffMax,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("24h") Duration keepKeys,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30d") Duration keepFinishedFor,
        @DefaultValue("1000000") int keepFinished,
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("7d") Duration keepNodes,
        @DefaultValue("1") double defaultCpus) {

    private static final String PREFIX = "ringrift.p2p.jobs.";

    JobsProperties {
        check("max-open", maxOpen, maxOpen >= 1, "must be at least 1");
        check("max-attempts", maxAttempts, maxAttempts >= 1, "must be at least 1");
        check("max-lost", maxLost, maxLost >= 1, "must be at least 1");
        check("keep-finished", keepFinished, keepFinished >= 0, "must not be negative");
        check(
                "backoff-base",
                backoffBase,
                !backoffBase.isNegative() && backoffBase.compareTo(backoffMax) <= 0,
                "must be between 0 and the longest back-off (" + backoffMax + ")");
        check(
                "keep-keys",
                keepKeys,
                keepKeys.compareTo(Duration.ofHours(24)) >= 0,
                "must be at least 24 hours: clients rely on it");
        check(
                "default-cpus",
                defaultCpus,
                defaultCpus >= 0 && defaultCpus <= 1_024,
                "must be between 0 and 1024");
    }

    /**
     * The cluster's policy.
     *
     * @param onLost what becomes of running work of a node that is gone
     */
    Policy policy(Map<JobType, OnLost> onLost) {
        return new Policy(
                maxOpen,
                maxAttempts,
                maxLost,
                backoffBase,
                backoffMax,
                keepKeys,
                keepFinishedFor,
                keepFinished,
                new NodePolicy(NodePolicy.DEFAULT.maxNodes(), keepNodes, onLost));
    }

    int defaultCpuMilli() {
        return (int) Math.round(defaultCpus * 1_000);
    }

    private static void check(String name, Object value, boolean holds, String rule) {
        if (!holds) {
            throw new BadSettingException(PREFIX + name, value, rule);
        }
    }
}
