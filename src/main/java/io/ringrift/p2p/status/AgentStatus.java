package io.ringrift.p2p.status;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.ProgramVersion;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.OnAgents;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a node shows that has only its agent. */
@Configuration(proxyBeanMethods = false)
@OnAgents
class AgentStatus {

    @Bean
    AgentBoard statusBoard(
            AgentSight sight,
            NodeIdentity self,
            Voters voters,
            Timing timing,
            GpuTable gpus,
            OverloadThresholds thresholds,
            MonotonicClock nanos,
            ProgramVersion version) {
        return new AgentBoard(
                sight, self, voters, timing, gpus, thresholds, nanos, version.value());
    }

    @Bean
    MeterBinder clusterMeters(AgentBoard board, AgentSight sight) {
        return new AgentMeters(board, sight);
    }
}
