package io.ringrift.p2p;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import java.util.Map;

/** Binds settings as a node would, from environment variables that a test gives. */
public final class Settings {

    private Settings() {}

    /** An environment with these variables and nothing else. */
    public static StandardEnvironment environment(Map<String, String> variables) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().remove("systemProperties");
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.copyOf(variables)));
        environment.setConversionService(new ApplicationConversionService());
        ConfigurationPropertySources.attach(environment);
        return environment;
    }

    /** The settings record for these variables. */
    public static <T> T bind(String prefix, Class<T> type, Map<String, String> variables) {
        return Binder.get(environment(variables)).bindOrCreate(prefix, type);
    }
}
