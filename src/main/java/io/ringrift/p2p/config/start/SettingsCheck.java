package io.ringrift.p2p.config.start;

import io.ringrift.p2p.config.SettingsRules;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.ConfigurableEnvironment;

/** Checks the settings as soon as all of them are known, before anything is opened or started. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class SettingsCheck implements EnvironmentPostProcessor {

    @Override
    public void postProcessEnvironment(
            ConfigurableEnvironment environment, SpringApplication application) {
        ClassLoader classes = application.getClassLoader();
        new UnknownSettings(KnownSettings.load(classes)).refuse(environment);
        SettingsRules.check(environment);
    }
}
