package io.ringrift.p2p.agent.data;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file (RFC 9110, 14).
 *
 * @param first byte, from 0
 * @param last byte, inclusive
 */
record ByteRange(long first, long last) {

    private static final Pattern ONE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");
    private static final Pattern CONTENT =
            Pattern.compile("bytes ([0-9]{1,18})-([0-9]{1,18})/([0-9]{1,18})");
    private static final Pattern ASKS = Pattern.compile("bytes \\*/([0-9]{1,18})");

    /** What a header {@code Range} asks for. */
    sealed interface Wanted {

        /** Everything: there is no header, or none that one answer can serve. */
        record Whole() implements Wanted {}

        /** This part. */
        record Part(ByteRange range) implements Wanted {}

        /** Nothing that the file has. */
        record Nothing() implements Wanted {}
    }

    /**
     * What is being written.
     *
     * @param range that the body holds, or null when only the state is asked for
     * @param total size of the whole file
     */
    record Content(@Nullable ByteRange range, long total) {}

    long length() {
        return last - first + 1;
    }

    /** Several ranges, other units and what cannot be read are answered with the whole file. */
    static Wanted wanted(@Nullable String header, long size) {
        Matcher one = ONE.matcher(header == null ? "" : header.strip());
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return new Wanted.Whole();
        }
        long first;
        long last;
        if (one.group(1).isEmpty()) {
            long suffix = Long.parseLong(one.group(2));
            first = Math.max(0, size - suffix);
            last = suffix == 0 ? -1 : size - 1;
        } else {
            first = Long.parseLong(one.group(1));
            last = one.group(2).isEmpty() ? size - 1 : Long.parseLong(one.group(2));
            if (last < first && !one.group(2).isEmpty()) {
                return new Wanted.Whole();
            }
        }
        return first >= size || last < first
                ? new Wanted.Nothing()
                : new Wanted.Part(new ByteRange(first, Math.min(last, size - 1)));
    }

    /** Reads a header {@code Content-Range}, or finds that it makes no sense. */
    static Optional<Content> content(String header) {
        Matcher asks = ASKS.matcher(header.strip());
        if (asks.matches()) {
            return Optional.of(new Content(null, Long.parseLong(asks.group(1))));
        }
        Matcher content = CONTENT.matcher(header.strip());
        if (!content.matches()) {
            return Optional.empty();
        }
        ByteRange range =
                new ByteRange(Long.parseLong(content.group(1)), Long.parseLong(content.group(2)));
        long total = Long.parseLong(content.group(3));
        return range.first() <= range.last() && range.last() < total
                ? Optional.of(new Content(range, total))
                : Optional.empty();
    }
}
