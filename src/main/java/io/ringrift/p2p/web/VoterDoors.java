package io.ringrift.p2p.web;

import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.replication.OnVoters;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import java.time.Duration;
import java.util.List;

/** How requests find the leader and the state on a node that has a log. */
@Configuration(proxyBeanMethods = false)
@OnVoters
class VoterDoors {

    private static final Duration READ_DEADLINE = Duration.ofSeconds(5);

    @Bean
    LeaderRoute leaderRoute(
            CommandLog log, Leadership leadership, Membership membership, NodeIdentity self) {
        return new VoterRoute(log, leadership, membership, self.id());
    }

    @Bean
    WebMvcConfigurer pictures(CommandLog log, MonotonicClock clock) {
        return new WebMvcConfigurer() {
            @Override
            public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
                resolvers.add(new PictureArgument(log, READ_DEADLINE, clock));
            }
        };
    }
}
