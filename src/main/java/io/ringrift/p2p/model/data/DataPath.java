package io.ringrift.p2p.model.data;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Where a file lies within the folder of its kind: segments joined by {@code /}. The rules are
 * those that let the same name exist on every machine and lead nowhere else: they bind names from
 * jobs, from other nodes and from people alike.
 *
 * @param value 1 to {@value #MAX_BYTES} bytes of UTF-8 in normal form C, at most {@value
 *     #MAX_SEGMENTS} segments of 1 to {@value #MAX_SEGMENT_BYTES} bytes
 */
public record DataPath(String value) implements Comparable<DataPath> {

    public static final int MAX_BYTES = 1_024;
    public static final int MAX_SEGMENTS = 16;
    public static final int MAX_SEGMENT_BYTES = 200;

    /** Names that are devices on some machine, with or without an extension. */
    private static final Set<String> DEVICES =
            Set.of(
                    "con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5",
                    "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5",
                    "lpt6", "lpt7", "lpt8", "lpt9");

    private static final String FORBIDDEN = "\\:*?\"<>|%;";

    /**
     * Checks the rules.
     *
     * @throws IllegalArgumentException with half a sentence that says which rule is broken
     */
    public DataPath {
        require(!value.isEmpty(), "is empty");
        require(
                value.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES,
                "is longer than " + MAX_BYTES + " bytes");
        require(Normalizer.isNormalized(value, Normalizer.Form.NFC), "is not in normal form C");
        List<String> segments = List.of(value.split("/", -1));
        require(segments.size() <= MAX_SEGMENTS, "has more than " + MAX_SEGMENTS + " segments");
        segments.forEach(DataPath::check);
    }

    private static void check(String segment) {
        require(!segment.isEmpty(), "has an empty segment, begins or ends with a slash");
        require(
                segment.getBytes(StandardCharsets.UTF_8).length <= MAX_SEGMENT_BYTES,
                "has a segment of more than " + MAX_SEGMENT_BYTES + " bytes");
        require(segment.charAt(0) != '.', "has a segment that begins with a dot");
        require(
                !segment.endsWith(".") && !segment.endsWith(" ") && !segment.startsWith(" "),
                "has a segment that ends with a dot or begins or ends with a space");
        segment.codePoints().forEach(DataPath::checkCharacter);
        int dot = segment.indexOf('.');
        String stem = (dot < 0 ? segment : segment.substring(0, dot)).toLowerCase(Locale.ROOT);
        require(!DEVICES.contains(stem.strip()), "names a device");
    }

    private static void checkCharacter(int character) {
        int type = Character.getType(character);
        require(
                type != Character.CONTROL
                        && type != Character.FORMAT
                        && type != Character.SURROGATE
                        && type != Character.UNASSIGNED
                        && type != Character.PRIVATE_USE
                        && type != Character.LINE_SEPARATOR
                        && type != Character.PARAGRAPH_SEPARATOR,
                "has a character that cannot be shown");
        require(FORBIDDEN.indexOf(character) < 0, "has one of the characters " + FORBIDDEN);
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalArgumentException(rule);
        }
    }

    /** Equal for two paths that some file system takes for the same. */
    public String folded() {
        return Normalizer.normalize(
                value.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
    }

    public List<String> segments() {
        return List.of(value.split("/", -1));
    }

    @Override
    public int compareTo(DataPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
