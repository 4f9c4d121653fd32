package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Place;
import io.ringrift.p2p.engine.Suitability;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.util.List;
import java.util.Map;

/** A node while a plan is being made: what the plan has given away is gone. */
final class Spot implements Place {

    private final Candidate candidate;
    private final Place logged;
    private final int rank;
    private Resources free;
    private int tenants;
    private boolean heldExclusively;
    private boolean open;

    /**
     * @param rank its place among all nodes by id, which breaks ties
     */
    Spot(ClusterState state, Candidate candidate, int rank) {
        this.candidate = candidate;
        this.rank = rank;
        this.logged = Suitability.place(state, candidate.node());
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
    public boolean holds(JobId job) {
        return logged.holds(job);
    }
}
