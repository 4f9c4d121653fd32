package io.ringrift.p2p.web;

import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Membership;

import java.util.Optional;

/** What a voter knows from its log: who was elected, or that it is this node. */
public final class VoterRoute implements LeaderRoute {

    private final CommandLog log;
    private final Leadership leadership;
    private final Membership membership;
    private final NodeId self;

    public VoterRoute(CommandLog log, Leadership leadership, Membership membership, NodeId self) {
        this.log = log;
        this.leadership = leadership;
        this.membership = membership;
        this.self = self;
    }

    @Override
    public boolean isHere() {
        return leadership.mayAct().isPresent();
    }

    @Override
    public Optional<VoterAddress> elsewhere() {
        NodeId leader = log.standing().leader();
        return self.equals(leader) ? Optional.empty() : membership.find(leader);
    }

    /** Somebody else leads: then the old leader may be frozen, and its answer may never come. */
    @Override
    public boolean isWorthWaitingFor(VoterAddress asked) {
        return elsewhere().filter(asked::equals).isPresent();
    }

    /** The election finds that out, too. */
    @Override
    public void isUnreachable(VoterAddress asked) {}

    @Override
    public boolean endsHere() {
        return true;
    }
}
