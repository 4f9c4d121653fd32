package io.ringrift.p2p.web;

import org.springframework.boot.http.converter.autoconfigure.ServerHttpMessageConvertersCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import tools.jackson.databind.json.JsonMapper;

/** The manners that apply before any door. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration {

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
}
