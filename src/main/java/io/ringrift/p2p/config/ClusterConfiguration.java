package io.ringrift.p2p.config;

import io.ringrift.p2p.cluster.Founding;
import io.ringrift.p2p.cluster.IdentityFile;
import io.ringrift.p2p.cluster.Succession;
import io.ringrift.p2p.cluster.VoterClient;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.leadership.LeaseKeeper;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.FatalFault;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.ReplicationProperties;
import io.ringrift.p2p.replication.ratis.RatisLog;
import io.ringrift.p2p.security.ClusterToken;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.NodeClient;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** Wires the floors below the doors: log, leadership, and the doors' way to the log. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class ClusterConfiguration {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterConfiguration.class);
    private static final Duration STEP_DOWN = Duration.ofSeconds(5);

    /** Longer than the log's own request timeout (10 s), so that the log's answer comes first. */
    private static final Duration DOOR_DEADLINE = Duration.ofSeconds(15);

    @Bean
    FatalFault fatalFault() {
        return new HaltProcess();
    }

    @Bean(initMethod = "start", destroyMethod = "close")
    MemoryWatch memoryWatch(FatalFault fatal) {
        return new MemoryWatch(fatal);
    }

    @Bean(destroyMethod = "")
    RatisLog commandLog(
            NodeIdentity self,
            Voters voters,
            ReplicationProperties settings,
            FatalFault fatal,
            MonotonicClock nanos,
            IdentityFile file) {
        RatisLog log =
                new RatisLog(
                        new RatisLog.Place(
                                self.id(),
                                self.dataDir().resolve("log"),
                                self.bindAddress(),
                                voters),
                        settings,
                        fatal,
                        nanos);
        UUID cluster = file.identity().clusterId();
        if (cluster != null) {
            log.readAhead(cluster);
        }
        return log;
    }

    @Bean
    Leadership leadership(
            CommandLog log,
            NodeIdentity self,
            Timing timing,
            Policy policy,
            Clock clock,
            MonotonicClock nanos,
            Membership membership) {
        return new Leadership(
                log, self.id(), timing, policy, clock, nanos, _ -> stepDown(membership));
    }

    /** Alone there is nobody to step down for; a failure leaves things as they are. */
    private static void stepDown(Membership membership) {
        if (membership.voters().size() > 1) {
            var _ =
                    membership
                            .transfer(null, STEP_DOWN)
                            .exceptionally(
                                    e -> {
                                        LOG.warn("Stepping down failed: {}", e.getMessage());
                                        return null;
                                    });
        }
    }

    @Bean(destroyMethod = "")
    LeaseKeeper leaseKeeper(Leadership leadership, CommandLog log, Timing timing) {
        return new LeaseKeeper(leadership, log, timing);
    }

    @Bean
    CommandGate commandGate(CommandLog log) {
        return new CommandGate(log, DOOR_DEADLINE);
    }

    @Bean
    Membership membership(RatisLog log) {
        return log.membership();
    }

    @Bean
    IdentityFile identityFile(NodeIdentity self, JsonMapper json) throws IOException {
        return new IdentityFile(self, json, UUID.randomUUID());
    }

    @Bean(destroyMethod = "close")
    NodeClient nodeClient(JsonMapper json, ClusterToken token) {
        return new NodeClient(json, Optional.ofNullable(token.secret()));
    }

    @Bean
    VoterClient voterClient(NodeClient client) {
        return new VoterClient(client);
    }

    @Bean
    Founding founding(IdentityFile file, Voters voters, VoterClient client) {
        return new Founding(file, voters, client, UUID::randomUUID);
    }

    @Bean
    ClusterLifecycle clusterLifecycle(
            Founding founding, RatisLog log, LeaseKeeper keeper, FatalFault fatal) {
        return new ClusterLifecycle(founding, log, keeper, fatal);
    }

    @Bean
    Succession succession(Membership membership, VoterClient client, NodeIdentity self) {
        return new Succession(membership, client, self.id());
    }

    @Bean
    HandOver handOver(Leadership leadership, Membership membership, Succession succession) {
        return new HandOver(leadership, membership, succession);
    }
}
