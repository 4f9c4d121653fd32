package io.ringrift.p2p.web;

import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Membership;

import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;

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
    LeaderRoute leaderRoute(
            CommandLog log, Leadership leadership, Membership membership, NodeIdentity self) {
        return new LeaderRoute(log, leadership, membership, self.id());
    }

    @Bean
    Relay relay(LeaderRoute route) {
        return new Relay(route);
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
