package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.training.ModelVersion;

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
        require(training.ledgers().size() <= Training.MAX_CONFIGS, "too many ledgers");
        require(training.matches().size() <= Training.MAX_MATCHES, "too many matches");
        training.matches()
                .forEach(
                        (job, match) ->
                                require(
                                        training.ledgers().containsKey(match.configKey()),
                                        "the match " + job + " belongs to no ledger"));
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
        for (JobId job : trial.pending().keySet()) {
            require(
                    !state.training().matches().containsKey(job),
                    key + " waits for a match that was counted: " + job);
        }
    }
}
