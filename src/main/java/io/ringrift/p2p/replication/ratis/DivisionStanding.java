package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.replication.Standing;

import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

import java.time.Duration;

/** What the library says of the election, in our words. */
final class DivisionStanding {

    private DivisionStanding() {}

    /** While the log opens or closes. */
    static Standing closed(int voters) {
        return new Standing(NodeRole.CANDIDATE, false, null, 0, voters);
    }

    /**
     * @param patience silence after which a voter is taken for dead
     */
    static Standing of(RaftServer.Division division, boolean leaderReady, Duration patience) {
        DivisionInfo info = division.getInfo();
        RaftPeerId leader = info.getLeaderId();
        int total = division.getRaftConf().getCurrentPeers().size();
        return new Standing(
                role(info),
                info.isLeader() && leaderReady,
                leader == null ? null : new NodeId(leader.toString()),
                alive(info, total, patience),
                total);
    }

    private static NodeRole role(DivisionInfo info) {
        if (info.isLeader()) {
            return NodeRole.LEADER;
        }
        return info.isFollower() ? NodeRole.FOLLOWER : NodeRole.CANDIDATE;
    }

    /**
     * A leader knows who answers it. A follower knows itself, and that its leader has a majority
     * behind it; without a leader it can speak for nobody else.
     */
    private static int alive(DivisionInfo info, int total, Duration patience) {
        if (!info.isAlive()) {
            return 0;
        }
        if (info.isLeader()) {
            return 1
                    + (int)
                            info.getRoleInfoProto().getLeaderInfo().getFollowerInfoList().stream()
                                    .filter(
                                            one ->
                                                    one.getLastRpcElapsedTimeMs()
                                                            <= patience.toMillis())
                                    .count();
        }
        return info.getLeaderId() == null ? 1 : Math.max(2, total / 2 + 1);
    }
}
