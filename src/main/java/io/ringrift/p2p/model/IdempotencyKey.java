package io.ringrift.p2p.model;

/**
 * A client's name for one submission (header {@code Idempotency-Key}).
 *
 * @param value 1 to {@value #MAX_LENGTH} visible ASCII characters
 */
public record IdempotencyKey(String value) implements Comparable<IdempotencyKey> {

    public static final int MAX_LENGTH = 200;

    public IdempotencyKey {
        if (value.isEmpty()
                || value.length() > MAX_LENGTH
                || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to " + MAX_LENGTH + " visible ASCII characters");
        }
    }

    /**
     * By the hash that {@link String#hashCode} prescribes, then by the text: keys that share a long
     * prefix, as clients like to make them, are told apart by one comparison of numbers.
     */
    @Override
    public int compareTo(IdempotencyKey other) {
        int byHash = Integer.compare(value.hashCode(), other.value.hashCode());
        return byHash != 0 ? byHash : value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
