package io.ringrift.p2p.engine;

import java.util.List;

/** What becomes of a command. */
public sealed interface Decision {

    /**
     * It changes something, or repeats what was already so.
     *
     * @param events in the order in which they happen, possibly none
     */
    record Accepted(List<Event> events) implements Decision {

        private static final Accepted NOTHING_NEW = new Accepted(List.of());

        public Accepted {
            events = List.copyOf(events);
        }

        static Accepted of(Event... events) {
            return events.length == 0 ? NOTHING_NEW : new Accepted(List.of(events));
        }
    }

    /** It changes nothing. */
    record Refused(Rejection why) implements Decision {}
}
