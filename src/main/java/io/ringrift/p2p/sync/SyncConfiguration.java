package io.ringrift.p2p.sync;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.data.Tickets;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Passage;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;

/** Puts together what moves data between nodes. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class SyncConfiguration {

    /** Some changes wake it, others wait for so long; where nothing has changed it does nothing. */
    private static final Duration PLAN_EVERY = Duration.ofSeconds(2);

    @Bean
    SyncPolicy syncPolicy(SyncProperties properties) {
        return properties.policy();
    }

    @Bean
    TransferDesk transferDesk(PeerRegistry peers, Tickets tickets, SyncPolicy policy, Clock clock) {
        return new TransferDesk(peers, tickets, policy, clock);
    }

    /** Behind the filters that every request passes. */
    @Bean
    FilterRegistrationBean<RemoteFileFilter> remoteFiles(
            CommandLog log,
            PeerRegistry peers,
            Tickets tickets,
            Passage passage,
            NodeIdentity self) {
        FilterRegistrationBean<RemoteFileFilter> registration =
                new FilterRegistrationBean<>(
                        new RemoteFileFilter(log, peers, tickets, passage, self.id()));
        registration.setOrder(2);
        return registration;
    }

    @Bean
    SyncPlanner syncPlanner(
            CommandLog log,
            CommandGate gate,
            PeerRegistry peers,
            SyncPolicy policy,
            JobIds ids,
            Clock clock,
            MonotonicClock nanos,
            MeterRegistry meters) {
        return new SyncPlanner(log, gate, peers, policy, ids, clock, nanos, meters);
    }

    @Bean
    Cleaner cleaner(
            CommandLog log,
            CommandGate gate,
            SyncPolicy policy,
            SyncProperties properties,
            Clock clock,
            MeterRegistry meters) {
        return new Cleaner(log, gate, policy, properties.cleaningEnabled(), clock, meters);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop cleaningLoop(
            Cleaner cleaner,
            SyncProperties properties,
            MeterRegistry meters,
            Leadership leadership) {
        return new LeaderLoop(
                "cleaning", leadership, properties.cleaningInterval(), meters, cleaner::round);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop syncLoop(
            SyncPlanner planner, CommandLog log, MeterRegistry meters, Leadership leadership) {
        LeaderLoop loop = new LeaderLoop("sync", leadership, PLAN_EVERY, meters, planner::round);
        log.onApplied(
                applied -> {
                    if (planner.isWokenBy(applied)) {
                        loop.wake();
                    }
                });
        return loop;
    }
}
