package io.ringrift.p2p.config;

import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.leadership.LeaseKeeper;
import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.FatalFault;
import io.ringrift.p2p.replication.ReplicationProperties;
import io.ringrift.p2p.replication.ratis.RatisLog;
import io.ringrift.p2p.web.CommandGate;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.time.Clock;
import java.time.Duration;

/** Wires the floors below the doors: log, leadership, and the doors' way to the log. */
@Configuration(proxyBeanMethods = false)
class ClusterConfiguration {

    /** Longer than the log's own request timeout (10 s), so that the log's answer comes first. */
    private static final Duration DOOR_DEADLINE = Duration.ofSeconds(15);

    @Bean
    FatalFault fatalFault() {
        return new HaltProcess();
    }

    @Bean(destroyMethod = "")
    RatisLog commandLog(
            NodeIdentity self,
            Voters voters,
            ReplicationProperties settings,
            FatalFault fatal,
            MonotonicClock nanos) {
        VoterAddress address = soleVoter(voters, self);
        return new RatisLog(
                new RatisLog.Place(
                        self.id(),
                        self.dataDir().resolve("log"),
                        address.host(),
                        address.raftPort()),
                settings,
                fatal,
                nanos);
    }

    @Bean
    Leadership leadership(
            CommandLog log,
            NodeIdentity self,
            Timing timing,
            Policy policy,
            Clock clock,
            MonotonicClock nanos) {
        return new Leadership(log, self.id(), timing, policy, clock, nanos);
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
    ClusterLifecycle clusterLifecycle(RatisLog log, LeaseKeeper keeper) {
        return new ClusterLifecycle(log, keeper);
    }

    private static VoterAddress soleVoter(Voters voters, NodeIdentity self) {
        return voters.all().size() == 1 && voters.contains(self.id())
                ? voters.all().getFirst()
                : refuse(voters, self);
    }

    private static VoterAddress refuse(Voters voters, NodeIdentity self) {
        throw new BadSettingException(
                Voters.PROPERTY,
                voters.all().size() + " voter(s)",
                "is refused: this version runs one voter, this node ("
                        + self.id()
                        + "); leave it empty");
    }
}
