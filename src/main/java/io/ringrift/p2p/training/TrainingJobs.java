package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.Trial;
import io.ringrift.p2p.model.JobDefaults;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.TrainingPolicy;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;

/**
 * The jobs of the loop. Their metadata names models as {@code sha256:…}, which the job finds among
 * its inputs (docs/job-contract.md).
 */
final class TrainingJobs {

    private static final int TRAINING_PRIORITY = 80;
    private static final int EVALUATION_PRIORITY = 85;

    private final JobDefaults defaults;
    private final JsonMapper json;

    TrainingJobs(JobDefaults defaults, JsonMapper json) {
        this.defaults = defaults;
        this.json = json;
    }

    /** Learns from the champion's weights and the newest games. */
    JobSpec training(Ledger ledger, TrainingPolicy policy) {
        ObjectNode metadata = json.createObjectNode();
        metadata.put("generation", ledger.games().generation() + 1);
        if (policy.windowGames() > 0) {
            metadata.put("window_games", policy.windowGames());
        }
        Sha256 champion = ledger.lineage().champion();
        name(metadata, "model", champion);
        List<Sha256> digests = champion == null ? List.of() : List.of(champion);
        Needs needs =
                policy.coverageMilli() > 0
                        ? new Needs(
                                ledger.configKey(),
                                List.of(DataKind.GAMES),
                                policy.coverageMilli(),
                                null,
                                digests)
                        : digests.isEmpty() ? null : Needs.of(digests);
        return job(JobType.TRAINING, ledger.configKey(), 1, TRAINING_PRIORITY, metadata, needs);
    }

    /** Some games of the candidate against the champion; each job draws its own seed. */
    JobSpec evaluation(Ledger ledger, Trial trial, TrainingPolicy policy) {
        ObjectNode metadata = json.createObjectNode();
        metadata.put("batch", trial.batches() + 1);
        name(metadata, "candidate", trial.candidate().sha256());
        name(metadata, "baseline", trial.baseline());
        List<Sha256> digests = new ArrayList<>();
        digests.add(trial.candidate().sha256());
        if (trial.baseline() != null) {
            digests.add(trial.baseline());
        }
        return job(
                JobType.EVALUATION,
                ledger.configKey(),
                policy.batchGames(),
                EVALUATION_PRIORITY,
                metadata,
                Needs.of(digests));
    }

    /** Games of the champion against itself. */
    JobSpec selfPlay(String configKey, @Nullable Sha256 champion, int games, int priority) {
        ObjectNode metadata = json.createObjectNode();
        name(metadata, "model", champion);
        return job(
                JobType.SELFPLAY,
                configKey,
                games,
                priority,
                metadata,
                champion == null ? null : Needs.of(List.of(champion)));
    }

    private static void name(ObjectNode metadata, String role, @Nullable Sha256 model) {
        if (model != null) {
            metadata.put(role, "sha256:" + model.hex());
        }
    }

    private JobSpec job(
            JobType type,
            String configKey,
            int games,
            int priority,
            ObjectNode metadata,
            @Nullable Needs needs) {
        return new JobSpec(
                type,
                configKey,
                games,
                priority,
                new JsonText(metadata.toString()),
                null,
                defaults.reserves(type),
                null,
                null,
                null,
                needs);
    }
}
