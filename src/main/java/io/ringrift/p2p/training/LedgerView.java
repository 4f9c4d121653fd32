package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.GameCount;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.Lineage;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.TrainingRun;
import io.ringrift.p2p.engine.TrainingVerdicts;
import io.ringrift.p2p.engine.Trial;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.EloRating;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.match.Sprt;
import io.ringrift.p2p.model.match.SprtState;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingPriority;
import io.ringrift.p2p.model.training.TrainingTrigger;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What is known of the learning of one config.
 *
 * @param champion digest of the model that self-play uses; left out for the untrained one
 * @param candidates the last models, newest first
 * @param shadow the policy whose answers are only written down; left out where there is none
 * @param attention what a person should do something about; left out for nothing
 */
record LedgerView(
        String configKey,
        Counts ledger,
        Verdict verdict,
        TrainingPriority priority,
        PolicyView policy,
        int policyVersion,
        @Nullable Sha256 champion,
        int promotions,
        @Nullable Run training,
        @Nullable Test evaluation,
        List<Version> candidates,
        @Nullable Mandate paused,
        @Nullable Shadow shadow,
        @Nullable List<String> attention) {

    private static final int SHOWN = 50;
    private static final double HOUR_SECONDS = 3_600;

    /**
     * The counts.
     *
     * @param currentElo of the champion; the untrained model has {@code initial_elo}
     * @param eloError the interval of 95 % is so much to both sides
     * @param hoursSinceLastTrain age of the model, since the first game where there is none
     */
    record Counts(
            long gamesTotal,
            long gamesSinceLastTrain,
            double hoursSinceLastTrain,
            int generation,
            int runsWithoutGain,
            double currentElo,
            double eloError,
            long knownGames,
            long gamesInQuarantine,
            @Nullable Instant lastTrainedAt,
            @Nullable Instant lastRunEndedAt) {}

    /**
     * Whether a training is due.
     *
     * @param missing what would make it due; left out when it is
     * @param forecast when that may be so, at the rate of games so far; left out when unknown
     */
    record Verdict(
            boolean due,
            TrainingTrigger.Rule rule,
            @Nullable String missing,
            @Nullable String forecast) {}

    /** What another policy says, beside the one that holds. */
    record Shadow(PolicyView policy, Verdict verdict) {}

    /**
     * A training under way.
     *
     * @param quarantines whose data it may have read; left out for none
     */
    record Run(
            JobId jobId,
            int generation,
            int firstGeneration,
            @Nullable List<Integer> quarantines,
            Instant triggeredAt,
            long games,
            @Nullable Sha256 parent,
            @Nullable Instant completedAt) {}

    /** A candidate under test. */
    record Test(
            Sha256 candidate,
            @Nullable Sha256 baseline,
            MatchScore score,
            double llr,
            double lower,
            double upper,
            double expectedGamesLeft,
            List<JobId> jobs,
            int failures) {

        static Test of(Trial trial, TrainingPolicy policy) {
            SprtState test = Sprt.of(trial.score(), policy.gate());
            return new Test(
                    trial.candidate().sha256(),
                    trial.baseline(),
                    trial.score(),
                    test.llr(),
                    test.lower(),
                    test.upper(),
                    test.expectedGamesLeft(),
                    List.copyOf(trial.pending().keySet()),
                    trial.failures());
        }
    }

    /**
     * A model that was a candidate.
     *
     * @param firstGeneration of the data that it learned from, up to {@code generation}
     * @param nodeId that made it
     * @param codeVersion of the program that made it, as far as it said
     * @param quarantines whose data it may have learned from; left out for none
     * @param inheritedQuarantines of the models that it descends from; left out for none
     */
    record Version(
            int number,
            Sha256 sha256,
            String path,
            ModelVersion.Status status,
            @Nullable Sha256 parent,
            @Nullable JobId jobId,
            @Nullable Integer firstGeneration,
            int generation,
            @Nullable NodeId nodeId,
            @Nullable String codeVersion,
            @Nullable List<Integer> quarantines,
            @Nullable List<Integer> inheritedQuarantines,
            Instant at,
            @Nullable Instant judgedAt,
            @Nullable String reason,
            @Nullable Sha256 baseline,
            MatchScore score,
            double elo,
            double eloError) {

        static Version of(Lineage lineage, ModelVersion version, EloRating rating) {
            ModelVersion.Origin origin = version.origin();
            Set<Integer> inherited = Descent.taints(lineage, version);
            version.taints().forEach(inherited::remove);
            return new Version(
                    version.number(),
                    version.sha256(),
                    version.file().kind() + "/" + version.file().path(),
                    version.status(),
                    version.parent(),
                    version.trainedBy(),
                    origin == null || version.trainedBy() == null ? null : origin.from(),
                    version.generation(),
                    origin == null ? null : origin.node(),
                    origin == null ? null : origin.codeVersion(),
                    orNull(version.taints()),
                    orNull(List.copyOf(inherited)),
                    version.at(),
                    version.judgedAt(),
                    version.reason(),
                    version.baseline(),
                    version.score(),
                    rating.elo(),
                    rating.error());
        }
    }

    static LedgerView of(ClusterState state, Ledger ledger, Ratings ratings, Instant now) {
        TrainingPolicy policy = state.training().policy(ledger);
        long known = KnownFiles.games(state, ledger.configKey());
        TrainingDecision decision = TrainingVerdicts.of(state, ledger, now, known);
        EloRating elo = ratings.champion(state.training(), ledger);
        GameCount games = ledger.games();
        TrainingTrigger.Facts facts = decision.facts();
        List<String> attention = Attention.of(state, ledger);
        return new LedgerView(
                ledger.configKey(),
                new Counts(
                        games.total(),
                        games.since(),
                        facts.sinceTrain().toSeconds() / HOUR_SECONDS,
                        games.generation(),
                        games.runsWithoutGain(),
                        elo.elo(),
                        elo.error(),
                        known,
                        games.tainted(),
                        games.trainedAt(),
                        games.runEndedAt()),
                verdict(games, decision, now),
                TrainingPriority.of(
                        games.since(), facts.sinceTrain(), elo.elo(), policy.thresholds()),
                PolicyView.of(policy),
                ledger.steering().version(),
                ledger.lineage().champion(),
                ledger.lineage().promotions(),
                run(ledger.run()),
                ledger.trial() == null ? null : Test.of(ledger.trial(), policy),
                ledger.lineage().versions().reversed().stream()
                        .limit(SHOWN)
                        .map(
                                version ->
                                        Version.of(
                                                ledger.lineage(),
                                                version,
                                                ratings.of(
                                                        state.training(),
                                                        ledger,
                                                        version.sha256())))
                        .toList(),
                ledger.steering().paused(),
                shadow(state, ledger, now, known),
                attention.isEmpty() ? null : attention);
    }

    private static @Nullable Shadow shadow(
            ClusterState state, Ledger ledger, Instant now, long known) {
        TrainingPolicy policy = state.training().shadow(ledger);
        if (policy == null) {
            return null;
        }
        TrainingDecision decision = TrainingVerdicts.of(state, ledger, now, known, policy);
        return new Shadow(PolicyView.of(policy), verdict(ledger.games(), decision, now));
    }

    private static Verdict verdict(GameCount games, TrainingDecision decision, Instant now) {
        return new Verdict(
                decision.due(),
                decision.rule(),
                decision.due() ? null : decision.missing(),
                forecast(games, decision, now));
    }

    private static @Nullable List<Integer> orNull(List<Integer> numbers) {
        return numbers.isEmpty() ? null : numbers;
    }

    private static @Nullable Run run(@Nullable TrainingRun run) {
        return run == null
                ? null
                : new Run(
                        run.job(),
                        run.generation(),
                        run.from(),
                        orNull(run.taints()),
                        run.at(),
                        run.games(),
                        run.parent(),
                        run.completedAt());
    }

    /** When the games will be enough, at the rate since the last training. */
    private static @Nullable String forecast(
            GameCount games, TrainingDecision decision, Instant now) {
        Instant since = games.trainedAt() != null ? games.trainedAt() : games.firstGameAt();
        if (decision.rule() != TrainingTrigger.Rule.NOT_YET || since == null || games.since() < 1) {
            return null;
        }
        double seconds = Math.max(1, Duration.between(since, now).toSeconds());
        double perHour = games.since() / seconds * HOUR_SECONDS;
        double left = decision.policy().thresholds().minGames() - games.since();
        return String.format(
                Locale.ROOT,
                "would fire in about %.1f h at the present rate of %.0f games an hour",
                left / perHour,
                perHour);
    }
}
