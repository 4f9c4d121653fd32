package io.ringrift.p2p.model;

/**
 * The number of a leadership. It only rises; whatever carries an older one is refused.
 *
 * @param value 0 before the first leader, then 1, 2, …
 */
public record Epoch(long value) implements Comparable<Epoch> {

    /** Before anybody led. */
    public static final Epoch NONE = new Epoch(0);

    public Epoch {
        if (value < 0) {
            throw new IllegalArgumentException("an epoch is never negative");
        }
    }

    /** The epoch of the next leader. */
    public Epoch next() {
        return new Epoch(value + 1);
    }

    /** Whether this one was superseded by {@code other}. */
    public boolean isOlderThan(Epoch other) {
        return value < other.value;
    }

    @Override
    public int compareTo(Epoch other) {
        return Long.compare(value, other.value);
    }

    @Override
    public String toString() {
        return Long.toString(value);
    }
}
