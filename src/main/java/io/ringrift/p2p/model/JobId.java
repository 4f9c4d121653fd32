package io.ringrift.p2p.model;

import java.util.UUID;

/**
 * The name of a job: a version 7 UUID (RFC 9562), so that ids sort by the time of submission.
 *
 * @param value the UUID; its text is what the REST API shows
 */
public record JobId(UUID value) implements Comparable<JobId> {

    /**
     * Reads the text form.
     *
     * @throws IllegalArgumentException when the text is not a UUID in its 36-character form
     */
    public static JobId parse(String text) {
        if (text.length() != 36) {
            throw new IllegalArgumentException("a job id is a UUID of 36 characters");
        }
        return new JobId(UUID.fromString(text));
    }

    /** Unsigned order of the 128 bits: for version 7 that is the order of creation. */
    @Override
    public int compareTo(JobId other) {
        int high =
                Long.compareUnsigned(
                        value.getMostSignificantBits(), other.value.getMostSignificantBits());
        return high != 0
                ? high
                : Long.compareUnsigned(
                        value.getLeastSignificantBits(), other.value.getLeastSignificantBits());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
