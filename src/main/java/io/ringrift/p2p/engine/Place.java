package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.util.List;
import java.util.Map;

/** A node as {@link Suitability} looks at it: as the log has it, or as a plan would leave it. */
public interface Place {

    NodeId id();

    /** What it offers in all. */
    Resources offered();

    /** What is not reserved. */
    Resources free();

    List<GpuCard> gpus();

    Map<String, String> labels();

    /** Whether the log lets it have new work. */
    boolean isOpen();

    /** Attempts that have a place on it. */
    int tenants();

    /** Whether its one tenant wants it for itself. */
    boolean isHeldExclusively();

    /** Whether it has the data that a job needs. */
    boolean has(Needs needs);

    /** Whether an attempt of the job has a place on it. */
    boolean holds(JobId job);
}
