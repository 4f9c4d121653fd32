package io.ringrift.p2p.agent;

import java.util.Optional;

/**
 * What the agent shows at the leader's door.
 *
 * @param bearerToken the cluster's token, if it has one
 */
public record AgentCredentials(Optional<String> bearerToken) {

    /** A secret has no place in a log. */
    @Override
    public String toString() {
        return "AgentCredentials[" + (bearerToken.isPresent() ? "token" : "none") + "]";
    }
}
