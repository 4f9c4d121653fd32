package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What something refers to, and what is therefore never deleted. Made by one walk over the open
 * jobs and the ledgers; then each file is one look.
 */
public final class References {

    /** Who refers to it. */
    public enum By {
        /** A person has pinned it. */
        PIN,
        /**
         * A ledger: the champion, one before it, the candidate, its opponent, or what the latest
         * training has made.
         */
        LEDGER,
        /** A job that has not ended needs exactly this content. */
        JOB,
        /** A job that runs on the node needs files of its config and kind. */
        RUNNING_JOB
    }

    private record Shelf(NodeId node, String configKey, DataKind kind) {}

    private final Set<Sha256> pins;
    private final Map<Sha256, By> digests = new HashMap<>();
    private final Set<JobId> trainings = new HashSet<>();
    private final Set<Shelf> inUse = new HashSet<>();

    private References(ClusterState state) {
        pins = state.catalogue().keeping().pins().keySet();
        state.open().values().forEach(this::needsOf);
        state.training().ledgers().values().forEach(this::modelsOf);
    }

    public static References of(ClusterState state) {
        return new References(state);
    }

    private void needsOf(Job job) {
        Needs needs = job.spec().needs();
        if (needs == null) {
            return;
        }
        needs.digests().forEach(digest -> digests.put(digest, By.JOB));
        var live = job.liveAttempt();
        if (live != null && needs.configKey() != null) {
            for (DataKind kind : needs.kinds()) {
                inUse.add(new Shelf(live.node(), needs.configKey(), kind));
            }
        }
    }

    private void modelsOf(Ledger ledger) {
        add(ledger.lineage().champion());
        for (ModelVersion version : ledger.lineage().versions()) {
            if (version.status() != ModelVersion.Status.REJECTED) {
                add(version.sha256());
            }
        }
        Trial trial = ledger.trial();
        if (trial != null) {
            add(trial.candidate().sha256());
            add(trial.baseline());
        }
        TrainingRun run = ledger.run();
        if (run != null) {
            add(run.parent());
            trainings.add(run.job());
        }
    }

    private void add(@Nullable Sha256 model) {
        if (model != null) {
            digests.put(model, By.LEDGER);
        }
    }

    /** Why a node's copy of a file must stay; nothing when it need not. */
    public Optional<By> to(DataFile file, NodeId node) {
        Sha256 content = file.key().sha256();
        if (pins.contains(content)) {
            return Optional.of(By.PIN);
        }
        JobId maker = file.producer().job();
        if (maker != null && trainings.contains(maker)) {
            return Optional.of(By.LEDGER);
        }
        By by = digests.get(content);
        return by == null && inUse.contains(new Shelf(node, file.configKey(), file.key().kind()))
                ? Optional.of(By.RUNNING_JOB)
                : Optional.ofNullable(by);
    }
}
