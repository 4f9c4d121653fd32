package io.ringrift.p2p.web;

import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Membership;

import java.util.Optional;

/** The way to whoever leads, as far as this node knows. */
public final class LeaderRoute {

    private final CommandLog log;
    private final Leadership leadership;
    private final Membership membership;
    private final NodeId self;

    public LeaderRoute(CommandLog log, Leadership leadership, Membership membership, NodeId self) {
        this.log = log;
        this.leadership = leadership;
        this.membership = membership;
        this.self = self;
    }

    /** Whether this node itself may act. */
    public boolean isHere() {
        return leadership.mayAct().isPresent();
    }

    /** Another node that leads. */
    public Optional<VoterAddress> elsewhere() {
        NodeId leader = log.standing().leader();
        return self.equals(leader) ? Optional.empty() : membership.find(leader);
    }
}
