package io.ringrift.p2p.events;

import org.jspecify.annotations.Nullable;

/**
 * Where the history of this voter begins.
 *
 * @param log whose history it is
 * @param startsAfter everything after this is there; resuming after it misses nothing that is kept
 * @param oldest the oldest event that is kept, if there is one
 */
record Gone(String log, EventId startsAfter, @Nullable EventId oldest) {

    /** Whether anything is missing before it. */
    boolean isPartial() {
        return !startsAfter.equals(EventId.START);
    }

    String json() {
        return "{\"code\":\"gone\",\"starts_after\":\""
                + startsAfter.in(log)
                + (oldest == null ? "\"}" : "\",\"oldest_id\":\"" + oldest.in(log) + "\"}");
    }
}
