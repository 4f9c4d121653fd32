package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What people say about a node: names and values, sorted by name.
 *
 * @param all at most {@value #MAX}; a name has 1 to 63 characters (letters, digits, {@code . _ /
 *     -}), a value up to 63
 */
public record Labels(Map<String, String> all) {

    public static final int MAX = 32;

    public static final Labels NONE = new Labels(Map.of());

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");
    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9._/:@+-]{0,63}");

    /**
     * Checks each label.
     *
     * @throws IllegalArgumentException saying which label breaks which rule
     */
    public Labels {
        SortedMap<String, String> sorted = new TreeMap<>(all);
        if (sorted.size() > MAX) {
            throw new IllegalArgumentException(
                    sorted.size() + " labels are more than the " + MAX + " that a node may have");
        }
        sorted.forEach(Labels::check);
        all = Collections.unmodifiableSortedMap(sorted);
    }

    private static void check(String name, @Nullable String value) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of label '"
                            + name
                            + "' must be 1 to 63 letters, digits, dots, slashes, _ or -");
        }
        if (value == null || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    "the value of label '"
                            + name
                            + "' must be up to 63 letters, digits or one of . _ / : @ + -");
        }
    }

    /**
     * Reads {@code zone=a,gpu-class=big}.
     *
     * @throws IllegalArgumentException naming the entry that is no label
     */
    public static Labels parse(String text) {
        Map<String, String> all = new TreeMap<>();
        if (!text.isBlank()) {
            for (String entry : text.split(",", -1)) {
                int equals = entry.indexOf('=');
                String name = equals < 0 ? entry.strip() : entry.substring(0, equals).strip();
                String value = equals < 0 ? "" : entry.substring(equals + 1).strip();
                if (all.put(name, value) != null) {
                    throw new IllegalArgumentException("label '" + name + "' is there twice");
                }
            }
        }
        return new Labels(all);
    }

    /** These, with those of {@code stronger} in place of any of the same name. */
    public Labels under(Labels stronger) {
        if (stronger.all.isEmpty()) {
            return this;
        }
        Map<String, String> both = new TreeMap<>(all);
        both.putAll(stronger.all);
        return new Labels(both);
    }

    /** Whether every one of these is there with the same value. */
    public boolean allIn(Labels others) {
        return others.all.entrySet().containsAll(all.entrySet());
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
