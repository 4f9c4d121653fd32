package io.ringrift.p2p.training;

import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A training policy as the doors show and read it. What is left out of a request keeps the value
 * that holds now.
 *
 * @param stalenessHours hours, fractions too
 * @param cooldownSeconds seconds
 * @param coverage 0 to 1
 */
record PolicyView(
        @Nullable Integer minGames,
        @Nullable Double stalenessHours,
        @Nullable Long cooldownSeconds,
        @Nullable Integer pauseAfter,
        @Nullable Double targetElo,
        @Nullable Double initialElo,
        @Nullable Gate gate,
        @Nullable Integer batchGames,
        @Nullable Integer parallelBatches,
        @Nullable Integer windowGames,
        @Nullable Double coverage) {

    private static final double HOUR_MILLIS = 3_600_000;
    private static final double MOST_HOURS = 3_650 * 24;
    private static final double WHOLE = 1_000;

    /** The test of a candidate. */
    record Gate(
            @Nullable Double elo0,
            @Nullable Double elo1,
            @Nullable Double alpha,
            @Nullable Double beta,
            @Nullable Integer maxGames) {

        SprtLimits over(SprtLimits now) {
            try {
                return checked(now);
            } catch (IllegalArgumentException rule) {
                throw new IllegalArgumentException("gate." + rule.getMessage(), rule);
            }
        }

        private SprtLimits checked(SprtLimits now) {
            return new SprtLimits(
                    or(elo0, now.elo0()),
                    or(elo1, now.elo1()),
                    or(alpha, now.alpha()),
                    or(beta, now.beta()),
                    or(maxGames, now.maxGames()));
        }
    }

    static PolicyView of(TrainingPolicy policy) {
        TrainingThresholds limits = policy.thresholds();
        SprtLimits gate = policy.gate();
        return new PolicyView(
                limits.minGames(),
                limits.staleness().toMillis() / HOUR_MILLIS,
                limits.cooldown().toSeconds(),
                limits.pauseAfter(),
                limits.targetElo(),
                limits.initialElo(),
                new Gate(gate.elo0(), gate.elo1(), gate.alpha(), gate.beta(), gate.maxGames()),
                policy.batchGames(),
                policy.parallelBatches(),
                policy.windowGames(),
                policy.coverageMilli() / WHOLE);
    }

    /**
     * The policy that it asks for.
     *
     * @param now what holds where it says nothing
     * @throws org.springframework.web.ErrorResponseException 400 with the rule that a value breaks
     */
    TrainingPolicy over(TrainingPolicy now) {
        List<Problem.FieldError> errors = new ArrayList<>();
        within(errors, "staleness_hours", stalenessHours, MOST_HOURS);
        within(errors, "coverage", coverage, 1);
        if (cooldownSeconds != null
                && (cooldownSeconds < 0 || cooldownSeconds > MOST_HOURS * 3_600)) {
            errors.add(
                    new Problem.FieldError(
                            "cooldown_seconds", "must be from 0 to ten years in seconds"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        try {
            return checked(now);
        } catch (IllegalArgumentException rule) {
            String text = String.valueOf(rule.getMessage());
            int space = text.indexOf(' ');
            throw Problem.invalid(text.substring(0, space), text.substring(space + 1));
        }
    }

    private TrainingPolicy checked(TrainingPolicy now) {
        TrainingThresholds limits = now.thresholds();
        return new TrainingPolicy(
                new TrainingThresholds(
                        or(minGames, limits.minGames()),
                        stalenessHours == null
                                ? limits.staleness()
                                : Duration.ofMillis(Math.round(stalenessHours * HOUR_MILLIS)),
                        cooldownSeconds == null
                                ? limits.cooldown()
                                : Duration.ofSeconds(cooldownSeconds),
                        or(pauseAfter, limits.pauseAfter()),
                        or(targetElo, limits.targetElo()),
                        or(initialElo, limits.initialElo())),
                gate == null ? now.gate() : gate.over(now.gate()),
                or(batchGames, now.batchGames()),
                or(parallelBatches, now.parallelBatches()),
                or(windowGames, now.windowGames()),
                coverage == null ? now.coverageMilli() : (int) Math.round(coverage * WHOLE));
    }

    private static void within(
            List<Problem.FieldError> errors, String field, @Nullable Double value, double most) {
        if (value != null && !(value >= 0 && value <= most)) {
            errors.add(new Problem.FieldError(field, "must be a number from 0 to " + most));
        }
    }

    private static double or(@Nullable Double value, double otherwise) {
        return value == null ? otherwise : value;
    }

    private static int or(@Nullable Integer value, int otherwise) {
        return value == null ? otherwise : value;
    }
}
