package io.ringrift.p2p.model;

/** What a job of a type reserves where nobody says; a setting of the leader. */
@FunctionalInterface
public interface JobDefaults {

    Resources reserves(JobType type);
}
