package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingTrigger;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * All that is known of the learning of one config.
 *
 * @param configKey board and players
 * @param games what is counted
 * @param run the training under way, or the one whose model is not a candidate yet
 * @param trial the candidate under test
 * @param lineage its models
 * @param steering what people ordered
 * @param decisions the last {@value #MAX_DECISIONS} answers that differed from the one before,
 *     oldest first
 * @param shadows the same of a policy in the shadow
 */
public record Ledger(
        String configKey,
        GameCount games,
        @Nullable TrainingRun run,
        @Nullable Trial trial,
        Lineage lineage,
        Steering steering,
        List<TrainingDecision> decisions,
        List<TrainingDecision> shadows) {

    /** Decisions of a config that are remembered. */
    public static final int MAX_DECISIONS = 100;

    /** What earlier rules did not write down has its first value. */
    public Ledger {
        decisions = List.copyOf(decisions);
        shadows = shadows == null ? List.of() : List.copyOf(shadows);
    }

    static Ledger of(String configKey) {
        return new Ledger(
                configKey,
                GameCount.NONE,
                null,
                null,
                Lineage.NONE,
                Steering.NONE,
                List.of(),
                List.of());
    }

    /** What the trigger looks at. A candidate under test holds the next training back as well. */
    public TrainingTrigger.Facts facts(Instant now) {
        Instant modelSince = games.trainedAt() != null ? games.trainedAt() : games.firstGameAt();
        return new TrainingTrigger.Facts(
                games.since(),
                modelSince == null ? Duration.ZERO : since(modelSince, now),
                games.runEndedAt() == null ? null : since(games.runEndedAt(), now),
                run != null || trial != null,
                games.runsWithoutGain());
    }

    /** Clocks of two leaders may differ a little. */
    private static Duration since(Instant then, Instant now) {
        return now.isBefore(then) ? Duration.ZERO : Duration.between(then, now);
    }

    /** The answer that was given last, if any. */
    public @Nullable TrainingDecision lastDecision() {
        return decisions.isEmpty() ? null : decisions.getLast();
    }

    /** The answer that the policy in the shadow gave last, if any. */
    public @Nullable TrainingDecision lastShadow() {
        return shadows.isEmpty() ? null : shadows.getLast();
    }

    /** The version under test. */
    public @Nullable ModelVersion candidate() {
        return trial == null ? null : lineage.version(trial.candidate().sha256()).orElse(null);
    }

    Ledger with(GameCount other) {
        return new Ledger(configKey, other, run, trial, lineage, steering, decisions, shadows);
    }

    Ledger with(Lineage other) {
        return new Ledger(configKey, games, run, trial, other, steering, decisions, shadows);
    }

    Ledger with(Steering other) {
        return new Ledger(configKey, games, run, trial, lineage, other, decisions, shadows);
    }

    Ledger running(@Nullable TrainingRun other) {
        return new Ledger(configKey, games, other, trial, lineage, steering, decisions, shadows);
    }

    Ledger testing(@Nullable Trial other) {
        return new Ledger(configKey, games, run, other, lineage, steering, decisions, shadows);
    }

    Ledger decided(TrainingDecision decision) {
        return new Ledger(
                configKey,
                games,
                run,
                trial,
                lineage,
                steering,
                latest(decisions, decision),
                shadows);
    }

    Ledger shadowed(TrainingDecision decision) {
        return new Ledger(
                configKey,
                games,
                run,
                trial,
                lineage,
                steering,
                decisions,
                latest(shadows, decision));
    }

    private static List<TrainingDecision> latest(
            List<TrainingDecision> earlier, TrainingDecision decision) {
        List<TrainingDecision> next = new ArrayList<>(earlier);
        next.add(decision);
        return next.subList(Math.max(0, next.size() - MAX_DECISIONS), next.size());
    }
}
