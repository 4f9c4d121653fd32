package io.ringrift.p2p.status;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.ProgramVersion;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What a node shows that has the cluster's state. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class VoterStatus {

    @Bean
    Board statusBoard(
            CommandLog log,
            Leadership leadership,
            PeerRegistry registry,
            NodeIdentity self,
            Timing timing,
            GpuTable gpus,
            OverloadThresholds thresholds,
            MonotonicClock nanos,
            ProgramVersion version) {
        return new StatusBoard(
                log, leadership, registry, self, timing, gpus, thresholds, nanos, version.value());
    }

    @Bean
    MeterBinder clusterMeters(
            CommandLog log, Leadership leadership, PeerRegistry peers, NodeIdentity self) {
        return new ClusterMeters(log, leadership, peers, self.id());
    }
}
