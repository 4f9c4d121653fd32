package io.ringrift.p2p.agent.template;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a template may leave open, written {@code {name}} in lower case. */
public enum Placeholder {
    /** The java program that runs this node. */
    JAVA,
    /** Folder with the example workloads. */
    EXAMPLES_DIR,
    JOB_ID,
    ATTEMPT,
    JOB_TYPE,
    CONFIG_KEY,
    NUM_GAMES,
    OUTPUT_DIR,
    RESULT_FILE,
    NODE_ID,
    SEED;

    private static final Pattern SHAPE = Pattern.compile("\\{([a-z][a-z0-9_]*)}");
    private static final Map<String, Placeholder> BY_NAME =
            Arrays.stream(values())
                    .collect(Collectors.toUnmodifiableMap(Placeholder::toString, p -> p));

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The first name in braces that is no placeholder. */
    static Optional<String> unknownIn(String text) {
        return SHAPE.matcher(text)
                .results()
                .map(match -> match.group(1))
                .filter(name -> !BY_NAME.containsKey(name))
                .findFirst();
    }

    /** Fills a text in one pass: what a value brings in is never looked at again. */
    static String fill(String text, Map<Placeholder, String> values) {
        return SHAPE.matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(value(match.group(1), values)));
    }

    private static String value(String name, Map<Placeholder, String> values) {
        Placeholder known = BY_NAME.get(name);
        String value = known == null ? null : values.get(known);
        return value == null ? "{" + name + "}" : value;
    }
}
