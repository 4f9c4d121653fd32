package io.ringrift.p2p.peers;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.LocalLogs;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderRoute;
import io.ringrift.p2p.web.NodeClient;
import io.ringrift.p2p.web.Passage;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Puts the agents' desks together. */
@Configuration(proxyBeanMethods = false)
@OnVoters
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
            GpuTable gpus,
            NodeIdentity self,
            Timing timing,
            Clock clock,
            MonotonicClock nanos,
            LogRequests logs) {
        return new BeatDesk(
                log, gate, leadership, registry, gpus, self.id(), timing, clock, nanos, logs);
    }

    @Bean
    ReportDesk reportDesk(CommandLog log, CommandGate gate, Clock clock, RandomGenerator dice) {
        return new ReportDesk(log, gate, clock, dice);
    }

    @Bean
    ManifestDesk manifestDesk(
            CommandLog log, CommandGate gate, Leadership leadership, Clock clock) {
        return new ManifestDesk(log, gate, leadership, clock);
    }

    @Bean
    LogRequests logRequests() {
        return new LogRequests();
    }

    /** Behind the filters that every request passes. */
    @Bean
    FilterRegistrationBean<RemoteLogFilter> remoteLogs(
            CommandLog log,
            LeaderRoute route,
            Passage passage,
            PeerRegistry registry,
            LogRequests requests,
            BeatDesk beats,
            NodeIdentity self,
            RandomGenerator dice,
            ObjectProvider<LocalLogs> here) {
        RemoteLogs logs =
                new RemoteLogs(
                        log,
                        registry,
                        requests,
                        beats,
                        () -> new UUID(dice.nextLong(), dice.nextLong()));
        FilterRegistrationBean<RemoteLogFilter> registration =
                new FilterRegistrationBean<>(
                        new RemoteLogFilter(
                                log, route, passage, logs, self.id(), here.getIfAvailable()));
        registration.setOrder(2);
        return registration;
    }

    @Bean
    NodeDesk nodeDesk(CommandLog log, CommandGate gate) {
        return new NodeDesk(log, gate);
    }

    @Bean
    NodeViews nodeViews(PeerRegistry registry) {
        return new NodeViews(registry);
    }

    @Bean
    NodeWatch nodeWatch(
            CommandLog log,
            CommandGate gate,
            PeerRegistry registry,
            Timing timing,
            Clock clock,
            MonotonicClock nanos) {
        return new NodeWatch(
                log, gate, registry, new Losses(log, gate, registry, timing, clock), clock, nanos);
    }

    /** Often enough that a dead agent is OFFLINE within PEER_TIMEOUT and one beat. */
    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop nodeWatchLoop(
            NodeWatch watch, Leadership leadership, Timing timing, MeterRegistry meters) {
        return new LeaderLoop(
                "nodes", leadership, timing.heartbeatInterval().dividedBy(5), meters, watch);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop diskWatchLoop(
            CommandLog log,
            CommandGate gate,
            PeerRegistry registry,
            OverloadThresholds thresholds,
            Clock clock,
            Leadership leadership,
            Timing timing,
            MeterRegistry meters) {
        DiskWatch watch = new DiskWatch(log, gate, registry, thresholds, clock);
        return new LeaderLoop("disks", leadership, timing.heartbeatInterval(), meters, watch);
    }

    /** Twice per beat, so that what followers show is hardly older than what the leader shows. */
    @Bean(initMethod = "start", destroyMethod = "close")
    RosterFollower rosterFollower(
            LeaderRoute route, NodeClient client, PeerRegistry registry, Timing timing) {
        return new RosterFollower(route, client, registry, timing.heartbeatInterval().dividedBy(2));
    }
}
