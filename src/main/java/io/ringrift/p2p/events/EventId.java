package io.ringrift.p2p.events;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the log an event happened; the same on every voter. Its text is {@code index-position},
 * and for clients {@code index-position-log}, so that a place in one log is never taken for one in
 * another.
 *
 * @param index of the log entry, -1 before the first
 * @param position among the events of that entry, from 0
 */
record EventId(long index, int position) implements Comparable<EventId> {

    /** Before everything. */
    static final EventId START = new EventId(-1, Integer.MAX_VALUE);

    private static final Comparator<EventId> ORDER =
            Comparator.comparingLong(EventId::index).thenComparingInt(EventId::position);

    private static final Pattern TEXT =
            Pattern.compile("(-1|\\d{1,18})-(\\d{1,9}|2147483647)(?:-([0-9a-f]{8}))?");

    /** Behind all events of the entry. */
    static EventId endOf(long index) {
        return new EventId(index, Integer.MAX_VALUE);
    }

    /** Reads the text form; null when it is none. */
    static @Nullable EventId parse(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches()
                ? new EventId(Long.parseLong(parts.group(1)), Integer.parseInt(parts.group(2)))
                : null;
    }

    /** The log that a text names; null when it names none. */
    static @Nullable String logOf(String text) {
        Matcher parts = TEXT.matcher(text);
        return parts.matches() ? parts.group(3) : null;
    }

    /** The text for clients. */
    String in(String log) {
        return this + "-" + log;
    }

    boolean isAfter(EventId other) {
        return compareTo(other) > 0;
    }

    @Override
    public int compareTo(EventId other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return index + "-" + position;
    }
}
