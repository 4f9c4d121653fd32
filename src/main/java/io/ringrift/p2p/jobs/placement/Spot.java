package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Place;
import io.ringrift.p2p.engine.Suitability;
import io.ringrift.p2p.engine.Supplies;
import io.ringrift.p2p.engine.SupplyTable;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.util.List;
import java.util.Map;

/** A node while a plan is being made: what the plan has given away is gone. */
final class Spot implements Place {

    private final Candidate candidate;
    private final Place logged;
    private final SupplyTable supplies;
    private final int rank;
    private Resources free;
    private int tenants;
    private boolean heldExclusively;
    private boolean open;

    /**
     * @param supplies of the state, shared by all nodes of a plan
     * @param rank its place among all nodes by id, which breaks ties
     */
    Spot(ClusterState state, Candidate candidate, SupplyTable supplies, int rank) {
        this.candidate = candidate;
        this.supplies = supplies;
        this.rank = rank;
        this.logged = Suitability.place(state, candidate.node(), supplies);
        this.free = logged.free();
        this.tenants = logged.tenants();
        this.heldExclusively = logged.isHeldExclusively();
        this.open = logged.isOpen();
    }

    Candidate candidate() {
        return candidate;
    }

    int rank() {
        return rank;
    }

    /** Plans as if the node could have new work, or could not. */
    void open(boolean now) {
        open = now;
    }

    /** Gives room to a job. */
    void take(JobSpec spec) {
        free = free.minusOrZero(spec.resources());
        tenants++;
        heldExclusively = spec.requirements().exclusive();
    }

    /** Share of what the job wants most that is free: of the GPUs, else of the processors. */
    double freeShare(JobSpec spec) {
        boolean gpu = spec.resources().gpuMilli() > 0;
        int all = gpu ? offered().gpuMilli() : offered().cpuMilli();
        int left = gpu ? free.gpuMilli() : free.cpuMilli();
        return all <= 0 ? 0 : (double) left / all;
    }

    @Override
    public NodeId id() {
        return candidate.node().id();
    }

    @Override
    public Resources offered() {
        return candidate.node().offered();
    }

    @Override
    public Resources free() {
        return free;
    }

    @Override
    public List<GpuCard> gpus() {
        return logged.gpus();
    }

    @Override
    public Map<String, String> labels() {
        return logged.labels();
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public int tenants() {
        return tenants;
    }

    @Override
    public boolean isHeldExclusively() {
        return heldExclusively;
    }

    @Override
    public boolean has(Needs needs) {
        return supplies.of(needs).areEnoughOn(id());
    }

    /** What it lacks of the data that a job needs. */
    Supplies.Lack lack(Needs needs) {
        return supplies.of(needs).lackOf(id());
    }

    @Override
    public boolean holds(JobId job) {
        return logged.holds(job);
    }
}
