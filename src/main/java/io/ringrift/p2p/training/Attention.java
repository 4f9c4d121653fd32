package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.ModelVersion;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a person should know of a config and do about it, in sentences. */
final class Attention {

    private Attention() {}

    static List<String> of(ClusterState state, Ledger ledger) {
        List<String> sentences = new ArrayList<>();
        Sha256 champion = ledger.lineage().champion();
        if (champion != null) {
            lost(state, ledger, champion, sentences);
            ledger.lineage()
                    .version(champion)
                    .ifPresent(version -> tainted(ledger, version, sentences));
        }
        return sentences;
    }

    /** Its trainings and its self-play would wait for ever. */
    private static void lost(
            ClusterState state, Ledger ledger, Sha256 champion, List<String> sentences) {
        Set<NodeId> holders = new TreeSet<>();
        for (Catalogue.Held held : state.catalogue().of(DataKind.MODELS, ledger.configKey())) {
            if (held.file().key().sha256().equals(champion)) {
                holders.addAll(held.holders());
            }
        }
        boolean isThere = holders.stream().map(state.nodes()::get).anyMatch(Attention::isPresent);
        if (!isThere) {
            String back =
                    holders.isEmpty() ? "no node has it any more" : "only " + holders + " has it";
            sentences.add(
                    "the champion "
                            + Sentences.name(champion)
                            + " is on no node that is there ("
                            + back
                            + "): trainings, tests and self-play wait. Bring a node with it back,"
                            + " or put the file back with PUT /data/files, or choose another model:"
                            + " POST /training/"
                            + ledger.configKey()
                            + "/rollback");
        }
    }

    private static boolean isPresent(ClusterNode node) {
        return node != null && node.presence() == Presence.PRESENT;
    }

    private static void tainted(Ledger ledger, ModelVersion champion, List<String> sentences) {
        Set<Integer> taints = Descent.taints(ledger.lineage(), champion);
        if (!taints.isEmpty()) {
            sentences.add(
                    "the champion "
                            + Sentences.name(champion.sha256())
                            + " or a model that it descends from may have learned from data in"
                            + " quarantine "
                            + taints
                            + ": GET /training/quarantines shows it, POST /training/"
                            + ledger.configKey()
                            + "/rollback takes the champion back");
        }
    }
}
