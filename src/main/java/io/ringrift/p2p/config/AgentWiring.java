package io.ringrift.p2p.config;

import io.ringrift.p2p.agent.AgentCredentials;
import io.ringrift.p2p.agent.AgentIncarnation;
import io.ringrift.p2p.security.ClusterToken;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.util.Optional;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** What the agent must be told because it may not ask for it. */
@Configuration(proxyBeanMethods = false)
class AgentWiring {

    @Bean
    AgentCredentials agentCredentials(ClusterToken token) {
        return new AgentCredentials(Optional.ofNullable(token.secret()));
    }

    @Bean
    AgentIncarnation agentIncarnation() {
        return new AgentIncarnation(UUID.randomUUID());
    }

    @Bean
    RandomGenerator dice() {
        return new java.security.SecureRandom();
    }
}
