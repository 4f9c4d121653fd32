package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Needs;

import java.util.HashMap;
import java.util.Map;

/** The supplies of one state, each looked up once; for one decision or one plan, not for longer. */
public final class SupplyTable {

    private final ClusterState state;
    private final Map<Needs, Supplies> known = new HashMap<>();

    public SupplyTable(ClusterState state) {
        this.state = state;
    }

    public Supplies of(Needs needs) {
        return known.computeIfAbsent(needs, _ -> new Supplies(state, needs));
    }

    /** How many were looked up; each has cost a walk over files. */
    public int size() {
        return known.size();
    }
}
