package io.ringrift.p2p.config;

import io.ringrift.p2p.replication.codec.ModelModule;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import tools.jackson.databind.DeserializationFeature;

/**
 * JSON at the doors: the manners of the outside contract, and strict. A field that nobody knows, or
 * a number with a fraction where a whole one belongs, is the sender's mistake and a 400.
 *
 * <p>Whoever reads the answers of another node must rather ignore what it does not know: {@code
 * mapper.rebuild().disable(FAIL_ON_UNKNOWN_PROPERTIES).build()}.
 */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    JsonMapperBuilderCustomizer contractJson() {
        return builder ->
                ModelModule.applyTo(builder)
                        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT);
    }
}
