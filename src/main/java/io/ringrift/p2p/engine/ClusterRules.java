package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.RaiseRulesVersion;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.LeadershipClaimed;
import io.ringrift.p2p.engine.Event.PolicySet;
import io.ringrift.p2p.engine.Event.RulesVersionRaised;

/** Who leads, and by which thresholds. */
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

    /**
     * One step at a time, and never back. Whether this program knows the version is no question of
     * the rules: one that does not would answer otherwise than one that does, so it ends itself.
     */
    static Decision raise(ClusterState state, RaiseRulesVersion c) {
        int now = state.rulesVersion();
        if (c.version() <= now) {
            return Accepted.of();
        }
        return c.version() == now + 1
                ? Accepted.of(new RulesVersionRaised(c.version()))
                : new Refused(new Rejection.NotTheNextRules(c.version(), now));
    }

    static Decision setPolicy(ClusterState state, SetPolicy c) {
        return state.policy().equals(c.policy())
                ? Accepted.of()
                : Accepted.of(new PolicySet(c.policy()));
    }
}
