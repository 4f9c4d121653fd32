package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Lineage;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.ModelVersion;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The models that a model was trained from, one after the other. */
final class Descent {

    private Descent() {}

    /** The parents, nearest first, as far as they are remembered. */
    static List<ModelVersion> of(Lineage lineage, ModelVersion version) {
        List<ModelVersion> parents = new ArrayList<>();
        Set<Sha256> seen = new HashSet<>();
        Sha256 parent = version.parent();
        while (parent != null && seen.add(parent)) {
            ModelVersion known = lineage.version(parent).orElse(null);
            if (known != null) {
                parents.add(known);
            }
            parent = known == null ? null : known.parent();
        }
        return parents;
    }

    /** Numbers of the quarantines whose data it may have learned from, by itself or by a parent. */
    static Set<Integer> taints(Lineage lineage, ModelVersion version) {
        Set<Integer> taints = new TreeSet<>(version.taints());
        of(lineage, version).forEach(parent -> taints.addAll(parent.taints()));
        return taints;
    }
}
