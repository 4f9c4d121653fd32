package io.ringrift.p2p.cluster;

import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderRoute;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;

/** Puts together what knows the voters. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class MembersConfiguration {

    private static final Duration LOOK_FOR_VOTERS = Duration.ofSeconds(2);

    @Bean
    KnownRules knownRules(IdentityFile file) {
        return new KnownRules(file.identity().nodeId());
    }

    @Bean
    VoterDesk voterDesk(
            IdentityFile file,
            Membership membership,
            Succession succession,
            KnownRules rules,
            Leadership leadership,
            CommandLog log,
            CommandGate gate,
            Clock clock) {
        return new VoterDesk(file, membership, succession, rules, leadership, log, gate, clock);
    }

    @Bean
    RestoreDesk restoreDesk(
            CommandLog log,
            CommandGate gate,
            Leadership leadership,
            LeaderRoute route,
            Clock clock,
            JobIds ids,
            RestoreProperties settings) {
        return new RestoreDesk(
                log, gate, leadership, route, clock, () -> ids.next().value(), settings);
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    LeaderLoop voterRoll(
            IdentityFile file,
            Membership membership,
            KnownRules rules,
            VoterClient client,
            CommandLog log,
            CommandGate gate,
            Clock clock,
            Leadership leadership,
            MeterRegistry meters) {
        return new LeaderLoop(
                "voters",
                leadership,
                LOOK_FOR_VOTERS,
                meters,
                new VoterRoll(file, membership, rules, client, log, gate, clock));
    }
}
