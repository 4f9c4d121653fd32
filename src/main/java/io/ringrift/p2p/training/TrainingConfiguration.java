package io.ringrift.p2p.training;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.JobDefaults;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.CommandGate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.time.Duration;

/** Puts the training loop together. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class TrainingConfiguration {

    /** Thresholds of time are reached without an event; this is how late that may be noticed. */
    private static final Duration AT_LEAST_EVERY = Duration.ofSeconds(1);

    @Bean
    TrainingPolicy trainingPolicy(TrainingProperties settings) {
        return settings.policy();
    }

    @Bean
    TrainingJobs trainingJobs(JobDefaults defaults, JsonMapper json) {
        return new TrainingJobs(defaults, json);
    }

    @Bean
    TrainingMeters trainingMeters(CommandLog log) {
        return new TrainingMeters(log);
    }

    @Bean
    Ratings ratings() {
        return new Ratings();
    }

    @Bean
    TrainingDesk trainingDesk(CommandLog log, CommandGate gate) {
        return new TrainingDesk(log, gate);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop trainingLoop(
            TrainingPolicy configured,
            TrainingJobs jobs,
            CommandLog log,
            CommandGate gate,
            JobIds ids,
            Clock clock,
            JsonMapper json,
            Leadership leadership,
            MeterRegistry meters) {
        TrainingLoop training =
                new TrainingLoop(log, gate, configured, jobs, ids, clock, json, meters);
        LeaderLoop loop =
                new LeaderLoop("training", leadership, AT_LEAST_EVERY, meters, training::round);
        log.onApplied(
                applied -> {
                    if (concernsTraining(applied.command())) {
                        loop.wake();
                    }
                });
        return loop;
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop selfplayLoop(
            SelfplayProperties settings,
            TrainingJobs jobs,
            Ratings ratings,
            CommandLog log,
            CommandGate gate,
            JobIds ids,
            Clock clock,
            Leadership leadership,
            MeterRegistry meters) {
        SelfplayTarget target =
                new SelfplayTarget(log, gate, settings, jobs, ratings, ids, clock, meters);
        LeaderLoop loop =
                new LeaderLoop("selfplay", leadership, AT_LEAST_EVERY, meters, target::round);
        log.onApplied(
                applied -> {
                    if (applied.command() instanceof Command.CompleteJob) {
                        loop.wake();
                    }
                });
        return loop;
    }

    private static boolean concernsTraining(Command command) {
        return switch (command) {
            case Command.CompleteJob _, Command.FailJob _, Command.CancelJob _ -> true;
            case Command.LoseAttempt _, Command.RecordManifest _, TrainingOrder _ -> true;
            default -> false;
        };
    }
}
