package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What must be true of the ledgers in every reachable state. */
final class TrainingInvariants {

    private final ClusterState state;
    private final BiConsumer<Boolean, String> require;

    TrainingInvariants(ClusterState state, BiConsumer<Boolean, String> require) {
        this.state = state;
        this.require = require;
    }

    void check() {
        Training training = state.training();
        training.ledgers().forEach(this::ledger);
        Map<String, GameCount> counted = counted(training);
        counted.forEach((key, count) -> origins(key, training.ledgers().get(key), count));
        training.ledgers()
                .forEach(
                        (key, ledger) ->
                                require(
                                        counted.containsKey(key) || ledger.games().tainted() == 0,
                                        key + " has games of nobody in quarantine"));
        require(training.results().size() <= Training.MAX_RESULTS, "too many results");
        require(training.ledgers().size() <= Training.MAX_CONFIGS, "too many ledgers");
        require(training.matches().size() <= Training.MAX_MATCHES, "too many matches");
        training.matches()
                .forEach(
                        (job, match) ->
                                require(
                                        training.ledgers().containsKey(match.configKey()),
                                        "the match " + job + " belongs to no ledger"));
    }

    /** The counts of each config from nothing but the results. */
    private static Map<String, GameCount> counted(Training training) {
        Map<String, GameCount> counts = new TreeMap<>();
        for (GameResult result : training.results().values()) {
            GameCount count = counts.getOrDefault(result.configKey(), GameCount.NONE);
            boolean isNew =
                    result.generation() > training.ledger(result.configKey()).games().learned();
            counts.put(
                    result.configKey(),
                    training.quarantines().cover(result)
                            ? count.landedTainted(result.games())
                            : count.landed(result.games(), result.at())
                                    .tainted(0, isNew ? 0 : result.games()));
        }
        return counts;
    }

    /** Games that were counted before origins were remembered come on top of the results. */
    private void origins(String key, @Nullable Ledger ledger, GameCount results) {
        require(ledger != null, key + " has results and no ledger");
        if (ledger != null) {
            GameCount games = ledger.games();
            require(
                    games.tainted().equals(results.tainted())
                            && games.total() >= results.total()
                            && games.since() >= results.since(),
                    key + " counts " + games + ", its results are " + results);
        }
    }

    private void require(boolean holds, String violation) {
        require.accept(holds, violation);
    }

    private void ledger(String key, Ledger ledger) {
        require(ledger.configKey().equals(key), key + " is filed under a wrong name");
        GameCount games = ledger.games();
        require(
                games.since() >= 0 && games.since() <= games.total(),
                key + " has more new games than games: " + games);
        require(
                ledger.lineage().promotions() <= ledger.lineage().candidates(),
                key + " has promoted more than there was");
        require(
                ledger.run() == null || ledger.trial() == null,
                key + " trains while a candidate is under test");
        if (ledger.run() != null) {
            run(key, ledger, ledger.run());
        }
        if (ledger.trial() != null) {
            trial(key, ledger, ledger.trial());
        }
    }

    /** A training that has neither completed nor ended is a job that is open. */
    private void run(String key, Ledger ledger, TrainingRun run) {
        require(
                run.generation() == ledger.games().generation(),
                key + " runs " + run + " at generation " + ledger.games().generation());
        require(
                run.completedAt() != null || state.open().containsKey(run.job()),
                key + " waits for a training that is not open: " + run);
    }

    private void trial(String key, Ledger ledger, Trial trial) {
        ModelVersion candidate = ledger.candidate();
        require(
                candidate != null && candidate.status() == ModelVersion.Status.CANDIDATE,
                key + " tests what is no candidate: " + candidate);
        require(
                trial.score().equals(MatchScore.NONE) || trial.batches() > 0,
                key + " has games of nobody: " + trial);
        if (trial.knowsItsGames()) {
            MatchScore score = MatchScore.NONE;
            for (JobId job : trial.counted()) {
                MatchResult match = state.training().matches().get(job);
                if (match != null && !state.training().quarantines().cover(match)) {
                    score = score.plus(match.score());
                }
            }
            require(trial.score().equals(score), key + " has another score than its matches");
        }
        for (JobId job : trial.pending().keySet()) {
            require(
                    !state.training().matches().containsKey(job),
                    key + " waits for a match that was counted: " + job);
        }
    }
}
