package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Needs;

import java.util.HashMap;
import java.util.Map;

/** The supplies of one state, each looked up once; for one decision or one plan, not for longer. */
public final class SupplyTable {

    private final Catalogue catalogue;
    private final Map<Needs, Supplies> known = new HashMap<>();

    public SupplyTable(ClusterState state) {
        this.catalogue = state.catalogue();
    }

    public Supplies of(Needs needs) {
        return known.computeIfAbsent(needs, _ -> new Supplies(catalogue, needs));
    }

    /** How many were looked up; each has cost a walk over files. */
    public int size() {
        return known.size();
    }
}
