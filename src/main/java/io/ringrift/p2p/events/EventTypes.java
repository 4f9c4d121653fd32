package io.ringrift.p2p.events;

import io.ringrift.p2p.engine.Event;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The wire names of events: the name of the record in snake_case, such as job_submitted. */
final class EventTypes {

    private static final Map<Class<?>, String> NAMES = names();

    private EventTypes() {}

    static String of(Event event) {
        String name = NAMES.get(event.getClass());
        if (name == null) {
            throw new IllegalArgumentException("no event: " + event.getClass());
        }
        return name;
    }

    static Set<String> all() {
        return Set.copyOf(NAMES.values());
    }

    /** The records that are events. */
    static Set<Class<?>> records() {
        return NAMES.keySet();
    }

    private static Map<Class<?>, String> names() {
        Map<Class<?>, String> names = new LinkedHashMap<>();
        collect(Event.class, names);
        return Map.copyOf(names);
    }

    private static void collect(Class<?> sealed, Map<Class<?>, String> names) {
        for (Class<?> permitted : sealed.getPermittedSubclasses()) {
            if (permitted.isSealed()) {
                collect(permitted, names);
            } else {
                names.put(permitted, snakeCase(permitted.getSimpleName()));
            }
        }
    }

    private static String snakeCase(String name) {
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
