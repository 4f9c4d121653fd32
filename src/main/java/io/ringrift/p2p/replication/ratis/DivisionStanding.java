package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.replication.Standing;

import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

/** What the library says of the election, in our words. */
final class DivisionStanding {

    /** While the log opens or closes. */
    static final Standing CLOSED = new Standing(NodeRole.CANDIDATE, false, null, 0, 1);

    private DivisionStanding() {}

    static Standing of(RaftServer.Division division, boolean leaderReady) {
        DivisionInfo info = division.getInfo();
        RaftPeerId leader = info.getLeaderId();
        int total = division.getRaftConf().getCurrentPeers().size();
        return new Standing(
                role(info),
                info.isLeader() && leaderReady,
                leader == null ? null : new NodeId(leader.toString()),
                alive(info, total),
                total);
    }

    private static NodeRole role(DivisionInfo info) {
        if (info.isLeader()) {
            return NodeRole.LEADER;
        }
        return info.isFollower() ? NodeRole.FOLLOWER : NodeRole.CANDIDATE;
    }

    /** Alone, this voter is all there are; a known leader of several stands for its quorum. */
    private static int alive(DivisionInfo info, int total) {
        if (!info.isAlive()) {
            return 0;
        }
        return total == 1 || info.getLeaderId() == null ? 1 : total;
    }
}
