package io.ringrift.p2p.model;

/**
 * Gives out the names of new jobs; an interface, so that the pure floors and tests stay free of
 * dice.
 */
@FunctionalInterface
public interface JobIds {

    /** A name that no job has had; greater than every one that this source gave before. */
    JobId next();
}
