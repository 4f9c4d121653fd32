package io.ringrift.p2p.model.webhook;

import java.util.regex.Pattern;

/**
 * The name of a webhook endpoint, unique in its cluster.
 *
 * @param value 1 to 40 lower-case letters, digits, underscores or hyphens; starts with a letter or
 *     digit
 */
public record EndpointId(String value) implements Comparable<EndpointId> {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");

    public EndpointId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "an endpoint id has 1 to 40 lower-case letters, digits, '_' or '-' and starts"
                            + " with a letter or digit");
        }
    }

    @Override
    public int compareTo(EndpointId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
