package io.ringrift.p2p.config.start;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One setting that the program reads.
 *
 * @param elements the parts of its name in kebab-case; {@link #KEY} stands for the key of a map,
 *     {@link #INDEX} for the position in a list
 */
record KnownSetting(List<String> elements) {

    /** Any key of a map. */
    static final String KEY = "<key>";

    /** Any position in a list. */
    static final String INDEX = "<n>";

    KnownSetting {
        elements = List.copyOf(elements);
    }

    /**
     * Whether this is how an environment variable sets it: dashes left out, or all as {@code _}.
     */
    boolean isEnvironmentName(String variable) {
        String dotted = variable.toLowerCase(Locale.ROOT).replace('_', '.');
        return matches(dotted, "") || matches(dotted, ".");
    }

    /** Whether this is how a file, a system property or the command line sets it. */
    boolean isPropertyName(String name) {
        String dotted =
                name.toLowerCase(Locale.ROOT)
                        .replace("-", "")
                        .replace("_", "")
                        .replace("[", ".")
                        .replace("]", "");
        return matches(dotted, "");
    }

    /** Its name as people write it, such as {@code ringrift.p2p.port}. */
    String propertyName() {
        return String.join(".", elements);
    }

    /** The environment variable, such as {@code RINGRIFT_P2P_PORT}. */
    String environmentName() {
        return propertyName().replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }

    private boolean matches(String dotted, String dash) {
        String regex =
                elements.stream()
                        .map(element -> element(element, dash))
                        .collect(Collectors.joining("\\."));
        return Pattern.matches(regex, dotted);
    }

    private static String element(String element, String dash) {
        return switch (element) {
            case KEY -> ".+";
            case INDEX -> "[0-9]+";
            default -> Pattern.quote(element.replace("-", dash));
        };
    }
}
