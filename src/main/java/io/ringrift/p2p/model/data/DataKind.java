package io.ringrift.p2p.model.data;

import java.util.regex.Pattern;

/**
 * What a file is for; it names a folder of every node.
 *
 * @param value 1 to 32 lower case letters, digits, underscores or hyphens; starts with a letter
 */
public record DataKind(String value) implements Comparable<DataKind> {

    /** First: the kinds below are checked by it. */
    private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9_-]{0,31}");

    public static final DataKind GAMES = new DataKind("games");
    public static final DataKind MODELS = new DataKind("models");
    public static final DataKind TRAINING = new DataKind("training");

    public DataKind {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "a kind has 1 to 32 lower case letters, digits, '_' or '-' and starts with a"
                            + " letter");
        }
    }

    @Override
    public int compareTo(DataKind other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
