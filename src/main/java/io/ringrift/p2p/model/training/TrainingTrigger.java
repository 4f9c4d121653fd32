package io.ringrift.p2p.model.training;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * Whether a config is due for training: {@code should_trigger_training} of the outside contract.
 * Every verdict carries the rule that decided, the numbers, and what is missing.
 */
public final class TrainingTrigger {

    private TrainingTrigger() {}

    /** What decided, in the order in which the rules are asked. */
    public enum Rule {
        /** No: a training of this config runs. */
        TRAINING_RUNS,
        /** No: too many runs in a row brought no Elo; it rests until the staleness has passed. */
        PAUSED,
        /** No: the last run ended less than the cooldown ago. */
        COOLDOWN,
        /** Yes: at least MIN_GAMES new games. */
        ENOUGH_GAMES,
        /**
         * Yes: the model is older than STALENESS_HOURS and there is at least a tenth of the games.
         */
        STALE,
        /** No: neither of the two. */
        NOT_YET,
        /** No, although it is due: a person paused the config. */
        HELD,
        /** No, although it is due: too few of the games are among the files that are known. */
        DATA_AWAY
    }

    /**
     * What is known about a config.
     *
     * @param gamesAvailable games since the last training, at least 0
     * @param sinceTrain age of the model: time since the last training, or since the first game of
     *     a config that was never trained; at least zero
     * @param sinceRun time since the last run ended, whatever came of it; null before the first
     * @param running whether a training of this config runs now
     * @param runsWithoutGain the latest runs in a row that brought no Elo, at least 0
     */
    public record Facts(
            long gamesAvailable,
            Duration sinceTrain,
            @Nullable Duration sinceRun,
            boolean running,
            int runsWithoutGain) {

        /**
         * Checks the ranges.
         *
         * @throws IllegalArgumentException when one is broken; the message names the input
         */
        public Facts {
            require(gamesAvailable >= 0, "games_available must not be negative");
            require(!sinceTrain.isNegative(), "hours_since_train must not be negative");
            require(
                    sinceRun == null || !sinceRun.isNegative(),
                    "hours_since_run must not be negative");
            require(runsWithoutGain >= 0, "runs_without_gain must not be negative");
        }

        /** Facts of a config that nothing holds back. */
        public static Facts of(long gamesAvailable, Duration sinceTrain) {
            return new Facts(gamesAvailable, sinceTrain, null, false, 0);
        }
    }

    /**
     * The answer.
     *
     * @param due whether to train now
     * @param rule what decided
     * @param facts the numbers it was given
     * @param thresholds the numbers they were compared with
     * @param missing what would make it due, as one sentence; empty when it is due
     */
    public record Verdict(
            boolean due, Rule rule, Facts facts, TrainingThresholds thresholds, String missing) {}

    /** Decides; every comparison is inclusive: exactly enough is enough, exactly over is over. */
    public static Verdict decide(Facts facts, TrainingThresholds limits) {
        Duration sinceRun = facts.sinceRun();
        if (facts.running()) {
            return no(Rule.TRAINING_RUNS, facts, limits, "the running training must end");
        }
        if (sinceRun != null
                && facts.runsWithoutGain() >= limits.pauseAfter()
                && sinceRun.compareTo(limits.staleness()) < 0) {
            return no(Rule.PAUSED, facts, limits, more(limits.staleness().minus(sinceRun)));
        }
        if (sinceRun != null && sinceRun.compareTo(limits.cooldown()) < 0) {
            return no(Rule.COOLDOWN, facts, limits, more(limits.cooldown().minus(sinceRun)));
        }
        if (facts.gamesAvailable() >= limits.minGames()) {
            return new Verdict(true, Rule.ENOUGH_GAMES, facts, limits, "");
        }
        Duration age = facts.sinceTrain();
        boolean stale = age.compareTo(limits.staleness()) >= 0;
        long staleGames = limits.staleGames() - facts.gamesAvailable();
        if (stale && staleGames <= 0) {
            return new Verdict(true, Rule.STALE, facts, limits, "");
        }
        String byGames = more(limits.minGames() - facts.gamesAvailable());
        if (stale) {
            return no(Rule.NOT_YET, facts, limits, more(staleGames));
        }
        String byAge = more(limits.staleness().minus(age));
        return no(
                Rule.NOT_YET,
                facts,
                limits,
                byGames + ", or " + byAge + (staleGames > 0 ? " and " + more(staleGames) : ""));
    }

    private static Verdict no(Rule rule, Facts facts, TrainingThresholds limits, String missing) {
        return new Verdict(false, rule, facts, limits, missing);
    }

    private static String more(long games) {
        return games + (games == 1 ? " more game" : " more games");
    }

    private static String more(Duration time) {
        long seconds = Math.max(1, time.toSeconds());
        return seconds % 60 == 0 ? seconds / 60 + " more minutes" : seconds + " more seconds";
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }
}
