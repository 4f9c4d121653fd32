package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.JobSpec;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Which self-play jobs are done in parts when they do not say. Half an hour is what fishtest aims
 * at (https://github.com/official-stockfish/fishtest): long against what a start costs, short
 * against what a lost node costs.
 *
 * @param partDuration how long a part should take, in whole seconds; 0: jobs are not divided
 * @param above games above which a job is divided
 */
@ConfigurationProperties("ringrift.p2p.jobs.split")
record Splitting(
        @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30m") Duration partDuration,
        @DefaultValue("2000") int above) {

    private static final String PREFIX = "ringrift.p2p.jobs.split.";

    static final Splitting NEVER = new Splitting(Duration.ZERO, JobSpec.MAX_GAMES);

    Splitting {
        if (partDuration.isNegative()
                || partDuration.toSeconds() > JobSpec.MAX_PART_SECONDS
                || (!partDuration.isZero() && partDuration.toSeconds() < 1)) {
            throw new BadSettingException(
                    PREFIX + "part-duration", partDuration, "must be 0, or 1 second to 7 days");
        }
        if (above < 1) {
            throw new BadSettingException(PREFIX + "above", above, "must be at least 1");
        }
    }

    /** How long a part of a job of so many games should take, or null when it is not divided. */
    @Nullable Integer seconds(int games) {
        return partDuration.isZero() || games <= above ? null : (int) partDuration.toSeconds();
    }
}
