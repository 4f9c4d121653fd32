package io.ringrift.p2p.engine;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * How far a message has come on its way to one endpoint.
 *
 * @param tries that were made
 * @param due when the next one is, null when there is none
 * @param last the latest try, null before the first
 */
public record Delivery(Status status, int tries, @Nullable Instant due, @Nullable Try last) {

    /** Where it stands. */
    public enum Status {
        WAITING,
        DELIVERED,
        /** Given up; it goes out again only when somebody has it replayed. */
        PARKED
    }

    /**
     * A try.
     *
     * @param at when it began
     * @param status of the answer, 0 when there was none
     * @param millis that it took
     * @param answer its first KiB
     * @param fault half a sentence why there was no answer, null when there was one
     */
    public record Try(Instant at, int status, int millis, String answer, @Nullable String fault) {

        /** Characters of the answer that are kept. */
        public static final int MAX_ANSWER = 1_024;
    }

    static Delivery due(Instant at) {
        return new Delivery(Status.WAITING, 0, at, null);
    }

    Delivery tried(Status next, @Nullable Instant nextDue, Try how) {
        return new Delivery(next, tries + 1, nextDue, how);
    }

    Delivery parked() {
        return new Delivery(Status.PARKED, tries, null, last);
    }
}
