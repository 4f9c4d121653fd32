package io.ringrift.p2p.peers;

import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderRoute;
import io.ringrift.p2p.web.NodeClient;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.util.random.RandomGenerator;

/** Puts the agents' desks together. */
@Configuration(proxyBeanMethods = false)
class PeersConfiguration {

    @Bean
    PeerRegistry peerRegistry(
            Timing timing, OverloadThresholds thresholds, Clock clock, MonotonicClock nanos) {
        return new PeerRegistry(new HealthRules(timing, thresholds), clock, nanos);
    }

    @Bean
    BeatDesk beatDesk(
            CommandLog log,
            CommandGate gate,
            Leadership leadership,
            PeerRegistry registry,
            NodeIdentity self,
            Timing timing,
            Clock clock,
            MonotonicClock nanos) {
        return new BeatDesk(log, gate, leadership, registry, self.id(), timing, clock, nanos);
    }

    @Bean
    ReportDesk reportDesk(CommandLog log, CommandGate gate, Clock clock, RandomGenerator dice) {
        return new ReportDesk(log, gate, clock, dice);
    }

    /** Twice per beat, so that what followers show is hardly older than what the leader shows. */
    @Bean(initMethod = "start", destroyMethod = "close")
    RosterFollower rosterFollower(
            LeaderRoute route, NodeClient client, PeerRegistry registry, Timing timing) {
        return new RosterFollower(route, client, registry, timing.heartbeatInterval().dividedBy(2));
    }
}
