package io.ringrift.p2p.config.start;

import io.ringrift.p2p.model.BadSettingException;

import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Refuses settings that nothing reads: a misspelt one would silently leave the default in place.
 * Only names that start like ours are looked at.
 */
final class UnknownSettings {

    private static final String ENVIRONMENT_PREFIX = "RINGRIFT_P2P_";

    private final KnownSettings known;

    UnknownSettings(KnownSettings known) {
        this.known = known;
    }

    /**
     * Looks at every source of settings.
     *
     * @throws BadSettingException naming the first unknown one and what was perhaps meant
     */
    void refuse(ConfigurableEnvironment environment) {
        for (PropertySource<?> source : environment.getPropertySources()) {
            if (source instanceof SystemEnvironmentPropertySource variables) {
                for (String name : variables.getPropertyNames()) {
                    refuseVariable(name, String.valueOf(variables.getProperty(name)));
                }
            } else if (source instanceof EnumerablePropertySource<?> properties) {
                for (String name : properties.getPropertyNames()) {
                    refuseProperty(name);
                }
            }
        }
    }

    private void refuseVariable(String name, String value) {
        String upper = name.toUpperCase(Locale.ROOT);
        if (!upper.startsWith(ENVIRONMENT_PREFIX)) {
            return;
        }
        if (isServiceLink(upper, value)) {
            throw new BadSettingException(
                    name
                            + " was set by Kubernetes for a service called ringrift-p2p and is not"
                            + " meant as a setting; set enableServiceLinks: false in the pod, or"
                            + " name the service otherwise.");
        }
        if (!known.hasEnvironmentName(name)) {
            List<String> names =
                    known.all().stream().map(KnownSetting::environmentName).distinct().toList();
            throw unknown(name, NearestName.of(upper, names));
        }
    }

    private void refuseProperty(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith(KnownSettings.PREFIX) && !known.hasPropertyName(name)) {
            List<String> names =
                    known.all().stream().map(KnownSetting::propertyName).distinct().toList();
            throw unknown(name, NearestName.of(lower, names));
        }
    }

    private static boolean isServiceLink(String upper, String value) {
        return (upper.startsWith(ENVIRONMENT_PREFIX + "PORT") && value.startsWith("tcp://"))
                || upper.equals(ENVIRONMENT_PREFIX + "SERVICE_HOST");
    }

    private static BadSettingException unknown(String name, Optional<String> nearest) {
        return new BadSettingException(
                name
                        + " is not a setting; "
                        + nearest.map(meant -> "did you mean " + meant + "?")
                                .orElse("application.yml lists them all."));
    }
}
