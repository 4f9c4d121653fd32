package io.ringrift.p2p.web;

import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.LocalLogs;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.replication.OnAgents;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How requests find a voter on a node that has no log. */
@Configuration(proxyBeanMethods = false)
@OnAgents
class AgentDoors {

    @Bean
    LeaderRoute leaderRoute(AgentSight sight, Voters voters) {
        return new AgentRoute(sight, voters);
    }

    /** Behind the filter that forwards what changes something. */
    @Bean
    FilterRegistrationBean<ReadingElsewhere> readingElsewhere(Passage passage, LocalLogs here) {
        FilterRegistrationBean<ReadingElsewhere> registration =
                new FilterRegistrationBean<>(new ReadingElsewhere(passage, here));
        registration.setOrder(2);
        return registration;
    }
}
