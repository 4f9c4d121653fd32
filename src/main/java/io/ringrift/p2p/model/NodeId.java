package io.ringrift.p2p.model;

import java.util.regex.Pattern;

/**
 * The configured name of a node, unique in its cluster.
 *
 * @param value 1 to 63 letters, digits, dots, underscores or hyphens; starts with a letter or digit
 */
public record NodeId(String value) implements Comparable<NodeId> {

    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    public NodeId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a node id has 1 to 63 letters, digits, '.', '_' or '-' and starts with a"
                            + " letter or digit");
        }
    }

    @Override
    public int compareTo(NodeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
