package io.ringrift.p2p.config;

import io.ringrift.p2p.web.StrictJson;

import org.springframework.boot.jackson.autoconfigure.JsonMapperBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The mapper that everybody gets who asks for one is that of the doors: {@link StrictJson}.
 *
 * <p>Whoever reads the answers of another node must rather ignore what it does not know: {@code
 * mapper.rebuild().disable(FAIL_ON_UNKNOWN_PROPERTIES).build()}.
 */
@Configuration(proxyBeanMethods = false)
class JsonConfiguration {

    @Bean
    JsonMapperBuilderCustomizer contractJson() {
        return StrictJson::applyTo;
    }
}
