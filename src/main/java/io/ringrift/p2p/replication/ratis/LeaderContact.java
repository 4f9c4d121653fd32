package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.MonotonicClock;

import org.apache.ratis.proto.RaftProtos.RoleInfoProto;
import org.apache.ratis.server.DivisionInfo;
import org.apache.ratis.server.RaftServer;

import java.time.Duration;

/**
 * When this voter last heard from a leader. The library counts anew with each election that it
 * stands for; this remembers across them, as long as it is asked now and then.
 */
final class LeaderContact {

    private final MonotonicClock clock;
    private volatile long heardNanos;

    LeaderContact(MonotonicClock clock) {
        this.clock = clock;
        this.heardNanos = clock.nanos();
    }

    /** Time since then; zero where the leader is this very voter. */
    Duration age(RaftServer.Division division) {
        DivisionInfo info = division.getInfo();
        RoleInfoProto role = info.getRoleInfoProto();
        long now = clock.nanos();
        if (info.isLeader()) {
            heardNanos = now;
            return Duration.ZERO;
        }
        if (info.getLeaderId() != null && role.hasFollowerInfo()) {
            long silent = role.getFollowerInfo().getLeaderInfo().getLastRpcElapsedTimeMs();
            heardNanos = now - Duration.ofMillis(silent).toNanos();
        }
        return Duration.ofNanos(Math.max(0, now - heardNanos));
    }
}
