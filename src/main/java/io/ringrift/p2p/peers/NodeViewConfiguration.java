package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.OverloadThresholds;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the settings of this package known as values of the model. */
@Configuration(proxyBeanMethods = false)
class NodeViewConfiguration {

    @Bean
    GpuTable gpuTable(NodeViewProperties settings) {
        return settings.gpuTable();
    }

    @Bean
    OverloadThresholds overloadThresholds(NodeViewProperties settings) {
        return settings.thresholds();
    }
}
