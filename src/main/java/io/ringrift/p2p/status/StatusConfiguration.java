package io.ringrift.p2p.status;

import io.ringrift.p2p.model.NodeIdentity;

import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.micrometer.metrics.autoconfigure.MeterRegistryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Puts together what the node shows of itself. */
@Configuration(proxyBeanMethods = false)
class StatusConfiguration {

    @Bean
    HealthIndicator clusterHealthIndicator(Board board) {
        return new ClusterHealthIndicator(board);
    }

    /** Every series says which node reports it. */
    @Bean
    MeterRegistryCustomizer<?> nodeLabel(NodeIdentity self) {
        return registry -> registry.config().commonTags("node", self.id().value());
    }
}
