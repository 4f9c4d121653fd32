package io.ringrift.p2p.jobs;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.jobs.placement.PlacementPolicy;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.AttemptTokens;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.JobDefaults;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.LoadLimit;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.CommandGate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;

/** Puts the job feature together. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class JobsConfiguration {

    /** Back-offs end and loads change without an event; this is how late that may be noticed. */
    private static final Duration DISPATCH_AT_LEAST_EVERY = Duration.ofMillis(500);

    private static final Duration LOOK_FOR_STALLS = Duration.ofSeconds(1);

    private static final Duration SWEEP_EVERY = Duration.ofSeconds(10);

    private static final Duration NOTE_ALARMS_EVERY = Duration.ofSeconds(2);

    @Bean
    Policy policy(JobsProperties properties, JobTypesProperties types) {
        return properties.policy(types.onLost());
    }

    @Bean
    JobDefaults jobDefaults(JobsProperties properties, JobTypesProperties types) {
        return type -> types.reserves(type, properties.defaultCpuMilli());
    }

    @Bean
    JobRequestReader jobRequestReader(JobDefaults defaults, GpuTable gpus, Splitting splitting) {
        return new JobRequestReader(defaults, gpus, splitting);
    }

    @Bean
    PlacementPolicy placementPolicy(JobTypesProperties types) {
        return types.placement();
    }

    @Bean
    NodeConditions nodeConditions(PeerRegistry peers, GpuTable gpus, LoadLimit limit) {
        return new NodeConditions(peers, gpus, limit);
    }

    @Bean
    JobDesk jobDesk(
            CommandGate gate, CommandLog log, JobIds ids, Clock clock, MeterRegistry meters) {
        return new JobDesk(gate, log, ids, clock, meters);
    }

    @Bean
    DispatchWatch dispatchWatch(MonotonicClock nanos, MeterRegistry meters) {
        return new DispatchWatch(nanos, meters);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop queueAlarmLoop(
            CommandLog log,
            CommandGate gate,
            DispatchWatch watch,
            Clock clock,
            Leadership leadership,
            MeterRegistry meters) {
        QueueAlarm alarm = new QueueAlarm(log, gate, watch, clock);
        return new LeaderLoop("queue-alarm", leadership, NOTE_ALARMS_EVERY, meters, alarm::round);
    }

    @Bean
    Dispatcher dispatcher(
            CommandLog log,
            CommandGate gate,
            NodeConditions nodes,
            PlacementPolicy policy,
            JobIds ids,
            AttemptTokens tokens,
            Clock clock,
            DispatchWatch watch,
            MeterRegistry meters) {
        return new Dispatcher(log, gate, nodes, policy, ids, tokens, clock, watch, meters);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop dispatchLoop(
            Dispatcher dispatcher, Leadership leadership, CommandLog log, MeterRegistry meters) {
        LeaderLoop loop =
                new LeaderLoop(
                        "dispatch", leadership, DISPATCH_AT_LEAST_EVERY, meters, dispatcher::round);
        log.onApplied(
                applied -> {
                    if (mayAllowWork(applied)) {
                        loop.wake();
                    }
                });
        return loop;
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop sweepLoop(
            CommandLog log,
            CommandGate gate,
            Leadership leadership,
            Clock clock,
            MeterRegistry meters) {
        Sweeper sweeper = new Sweeper(log, gate, clock);
        return new LeaderLoop("sweep", leadership, SWEEP_EVERY, meters, sweeper::round);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop stallLoop(
            CommandLog log,
            CommandGate gate,
            PeerRegistry peers,
            JobTypesProperties types,
            Leadership leadership,
            Clock clock,
            MonotonicClock nanos,
            MeterRegistry meters) {
        StallWatch watch =
                new StallWatch(log, gate, peers, types::stallAfter, clock, nanos, meters);
        return new LeaderLoop("stall", leadership, LOOK_FOR_STALLS, meters, watch::round);
    }

    private static boolean mayAllowWork(Applied applied) {
        return switch (applied.command()) {
            case Command.SubmitJob _, Command.CompleteJob _, Command.FailJob _ -> true;
            case Command.ReleaseAttempt _, Command.RegisterNode _ -> true;
            default ->
                    applied.decision() instanceof Decision.Accepted(var events)
                            && events.stream().anyMatch(Event.JobCancelled.class::isInstance);
        };
    }
}
