package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.util.List;
import java.util.Map;

/** A node as the log has it. */
record LoggedPlace(ClusterState state, ClusterNode node, SupplyTable supplies) implements Place {

    @Override
    public NodeId id() {
        return node.id();
    }

    @Override
    public Resources offered() {
        return node.offered();
    }

    @Override
    public Resources free() {
        return node.free();
    }

    @Override
    public List<GpuCard> gpus() {
        return node.profile().gpus();
    }

    @Override
    public Map<String, String> labels() {
        return node.labels().all();
    }

    @Override
    public boolean isOpen() {
        return node.takesWork();
    }

    @Override
    public int tenants() {
        return node.holds().size();
    }

    /** Whoever wants a node for itself is alone there, so that one look is enough. */
    @Override
    public boolean isHeldExclusively() {
        if (node.holds().size() != 1) {
            return false;
        }
        Job job = state.job(node.holds().firstKey());
        return job != null && job.spec().requirements().exclusive();
    }

    @Override
    public boolean has(Needs needs) {
        return supplies.of(needs).areEnoughOn(node.id());
    }

    @Override
    public boolean holds(JobId job) {
        return node.holds().containsKey(job);
    }
}
