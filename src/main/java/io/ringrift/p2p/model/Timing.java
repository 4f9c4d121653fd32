package io.ringrift.p2p.model;

import java.time.Duration;

/**
 * Every duration on which nodes must agree, validated together.
 *
 * @param heartbeatInterval HEARTBEAT_INTERVAL, how often an agent speaks; default 5 s
 * @param peerTimeout PEER_TIMEOUT, silence after which a node is OFFLINE; default 15 s
 * @param leaderLease LEADER_LEASE_DURATION; renewed every third of it; default 30 s
 */
public record Timing(Duration heartbeatInterval, Duration peerTimeout, Duration leaderLease) {

    public Timing {
        require(
                heartbeatInterval.toMillis() >= 100,
                "ringrift.p2p.heartbeat-interval",
                heartbeatInterval,
                "must be at least 100ms");
        require(
                peerTimeout.compareTo(heartbeatInterval.multipliedBy(2)) > 0,
                "ringrift.p2p.peer-timeout",
                peerTimeout,
                "must be more than two heartbeat intervals (2 × "
                        + seconds(heartbeatInterval)
                        + "), or one lost beat would declare a node dead");
        require(
                leaderLease.toMillis() >= 1000,
                "ringrift.p2p.leader-lease",
                leaderLease,
                "must be at least 1s, since it is renewed every third of it");
    }

    /** Silence after which a node is UNHEALTHY: more than two intervals. */
    public Duration suspectAfter() {
        return heartbeatInterval.multipliedBy(2);
    }

    /** How often the leader renews its lease. */
    public Duration leaseRenewal() {
        return leaderLease.dividedBy(3);
    }

    /**
     * How long an attempt that must never run twice may go on without an answered beat, told to its
     * agent with the order to start; four times PEER_TIMEOUT. The agent measures it from the moment
     * at which it sent the last beat that was answered, and has killed the attempt when it is over.
     */
    public Duration exclusiveLease() {
        return peerTimeout.multipliedBy(4);
    }

    private static void require(boolean holds, String property, Duration value, String rule) {
        if (!holds) {
            throw new BadSettingException(property, seconds(value), rule);
        }
    }

    private static String seconds(Duration value) {
        return value.toMillis() % 1000 == 0 ? value.toSeconds() + "s" : value.toMillis() + "ms";
    }
}
