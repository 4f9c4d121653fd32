package io.ringrift.p2p.model;

import java.util.Locale;

/**
 * Why a node does not take a job now. The order is that of the checks: the first one that applies
 * is named. On the wire in lower case; the words are stable.
 */
public enum Obstacle {
    /** Silent for too long, or never heard by this leader. */
    OFFLINE,
    /** Beats are missing. */
    UNHEALTHY,
    /** Alive, but something is wrong with it: a full disk, memory or GPU. */
    IMPAIRED,
    /** Busy with other work than the cluster's. */
    OVERLOADED,
    /** The job is pinned to another node. */
    PINNED_ELSEWHERE,
    /** Closed for new work by a person, or leaving. */
    CORDONED,
    /** Lacks a label that the job asks for. */
    LABELS,
    /** Has no GPU of the models that the job asks for. */
    GPU_MODEL,
    /** Its GPUs have less memory than the job asks for. */
    GPU_MEMORY,
    /** Never offers so many GPUs. */
    GPUS,
    /** Never offers so many processor cores. */
    CPUS,
    /** Never offers so much memory. */
    MEMORY,
    /** Never offers so much disk space. */
    DISK,
    /** An earlier attempt of the job is still being stopped there. */
    STILL_STOPPING,
    /** Runs a job that wants the node for itself. */
    HELD_EXCLUSIVELY,
    /** The job wants the node for itself, and others run there. */
    NOT_EMPTY,
    /** Other jobs have the GPUs. */
    GPUS_TAKEN,
    /** Other jobs have the processor cores. */
    CPUS_TAKEN,
    /** Other jobs have the memory. */
    MEMORY_TAKEN,
    /** Other jobs have the disk space. */
    DISK_TAKEN,
    /** Has not the data that the job needs; SYNC jobs may bring it. */
    DATA_MISSING,
    /** An attempt of the job has just failed there, and another node could run it. */
    FAILED_THERE;

    /** Whether it passes when others end: the node could run the job. */
    public boolean isPassing() {
        return compareTo(STILL_STOPPING) >= 0 && this != FAILED_THERE;
    }

    /** The word that the API and the meters use. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
