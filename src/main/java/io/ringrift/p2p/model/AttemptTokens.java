package io.ringrift.p2p.model;

/** Gives out the tokens of new attempts. */
@FunctionalInterface
public interface AttemptTokens {

    /** A token that nobody can guess. */
    AttemptToken next();
}
