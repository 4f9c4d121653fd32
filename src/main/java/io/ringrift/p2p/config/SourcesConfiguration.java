package io.ringrift.p2p.config;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.AttemptTokens;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.MonotonicClock;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.UUID;

/** The only places where time and chance come in. */
@Configuration(proxyBeanMethods = false)
class SourcesConfiguration {

    /** Wall time in whole milliseconds, so that a time survives its way through JSON unchanged. */
    @Bean
    Clock clock() {
        return Clock.tickMillis(ZoneOffset.UTC);
    }

    @Bean
    MonotonicClock monotonicClock() {
        return System::nanoTime;
    }

    @Bean
    JobIds jobIds(Clock clock) {
        return new UuidJobIds(clock, new SecureRandom());
    }

    @Bean
    AttemptTokens attemptTokens() {
        return () -> new AttemptToken(UUID.randomUUID());
    }
}
