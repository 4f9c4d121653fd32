package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Event.LeadershipClaimed;
import io.ringrift.p2p.engine.Event.NodeRegistered;
import io.ringrift.p2p.engine.Event.PolicySet;

/** Who leads, who takes part, and by which thresholds. */
final class ClusterRules {

    private ClusterRules() {}

    /**
     * A claim always wins: only the elected voter can put one into the log, and the epoch fences.
     */
    static Decision claim(ClusterState state, ClaimLeadership c) {
        return Accepted.of(
                new LeadershipClaimed(
                        c.at(), c.holder(), state.lease().epoch().next(), c.duration()));
    }

    static Decision register(ClusterState state, RegisterNode c) {
        ClusterNode known = state.nodes().get(c.node());
        boolean same =
                known != null
                        && known.incarnation().equals(c.incarnation())
                        && known.offered().equals(c.offered());
        return same
                ? Accepted.of()
                : Accepted.of(new NodeRegistered(c.at(), c.node(), c.incarnation(), c.offered()));
    }

    static Decision setPolicy(ClusterState state, SetPolicy c) {
        return state.policy().equals(c.policy())
                ? Accepted.of()
                : Accepted.of(new PolicySet(c.policy()));
    }
}
