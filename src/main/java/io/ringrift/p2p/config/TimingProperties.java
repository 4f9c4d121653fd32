package io.ringrift.p2p.config;

import io.ringrift.p2p.model.Timing;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * The durations on which nodes must agree; a bare number is seconds. {@link Timing} checks them.
 *
 * @param heartbeatInterval HEARTBEAT_INTERVAL, how often an agent speaks
 * @param peerTimeout PEER_TIMEOUT, silence after which a node is offline
 * @param leaderLease LEADER_LEASE_DURATION, how long a leader may act without renewal
 */
@ConfigurationProperties("ringrift.p2p")
record TimingProperties(
        @DefaultValue("5s") @DurationUnit(ChronoUnit.SECONDS) Duration heartbeatInterval,
        @DefaultValue("15s") @DurationUnit(ChronoUnit.SECONDS) Duration peerTimeout,
        @DefaultValue("30s") @DurationUnit(ChronoUnit.SECONDS) Duration leaderLease) {

    /**
     * The checked record.
     *
     * @throws io.ringrift.p2p.model.BadSettingException naming the rule that is broken
     */
    Timing timing() {
        return new Timing(heartbeatInterval, peerTimeout, leaderLease);
    }
}
