package io.ringrift.p2p.web;

import io.ringrift.p2p.model.MonotonicClock;

import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;

/** The manners that apply before any door. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

    /** Longer than a failover takes, shorter than clients wait. */
    private static final Duration LEADER_DEADLINE = Duration.ofSeconds(12);

    private static final Duration READ_DEADLINE = Duration.ofSeconds(5);

    /** Behind security: who may not come in learns nothing about limits. */
    @Bean
    FilterRegistrationBean<BodyLimitFilter> bodyLimit(JsonMapper json) {
        FilterRegistrationBean<BodyLimitFilter> registration =
                new FilterRegistrationBean<>(new BodyLimitFilter(json));
        registration.setOrder(0);
        return registration;
    }

    /** After Spring Boot's own choice. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ServerHttpMessageConvertersCustomizer wholeAnswers(JsonMapper json) {
        return converters -> converters.withJsonConverter(new WholeAnswers(json));
    }

    @Bean
    Relay relay(LeaderRoute route) {
        return new Relay(route);
    }

    @Bean(destroyMethod = "close")
    Passage passage(LeaderRoute route, JsonMapper json, MonotonicClock clock) {
        return new Passage(route, json, clock, READ_DEADLINE);
    }

    /** What another node streams for ever, such as events and logs that are followed. */
    @Bean
    StreamsEnd endOfPassing(Passage passage) {
        return new StreamsEnd(passage::close);
    }

    /** Behind the limit, which has the body in memory. */
    @Bean
    FilterRegistrationBean<ForwardingFilter> forwarding(
            LeaderRoute route, Relay relay, JsonMapper json, MonotonicClock clock) {
        FilterRegistrationBean<ForwardingFilter> registration =
                new FilterRegistrationBean<>(
                        new ForwardingFilter(route, relay, json, clock, LEADER_DEADLINE));
        registration.setOrder(1);
        return registration;
    }
}
