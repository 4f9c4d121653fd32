package io.ringrift.p2p.web;

import io.ringrift.p2p.model.VoterAddress;

import java.util.Optional;

/** The way to whoever leads, as far as this node knows. */
public interface LeaderRoute {

    /** Whether this node itself may act. */
    boolean isHere();

    /** Another node that leads, or knows who does. */
    Optional<VoterAddress> elsewhere();

    /** Whether an answer of a node that was asked may still be waited for. */
    boolean isWorthWaitingFor(VoterAddress asked);

    /** Nobody answered there. */
    void isUnreachable(VoterAddress asked);

    /** Whether whoever is asked must be the leader, and may not send the request on once more. */
    boolean endsHere();
}
