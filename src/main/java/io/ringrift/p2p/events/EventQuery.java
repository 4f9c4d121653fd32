package io.ringrift.p2p.events;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.Problem;
import io.ringrift.p2p.web.Problem.FieldError;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What a client asks for.
 *
 * @param filter which events
 * @param after where to begin
 * @param json pages instead of a stream
 * @param limit events per page, 1 to {@value #MAX_LIMIT}
 */
record EventQuery(EventFilter filter, Place after, boolean json, int limit) {

    static final int MAX_LIMIT = 1_000;

    private static final int DEFAULT_LIMIT = 100;
    private static final Set<String> EVERYWHERE =
            Set.of("after", "format", "limit", "type", "consistency");

    /** Where to begin. */
    sealed interface Place {
        /** With the oldest event that is kept. */
        record Oldest() implements Place {}

        /** With the next that happens. */
        record Latest() implements Place {}

        /**
         * Right behind this one.
         *
         * @param log in which it was, as far as the client says
         */
        record After(EventId id, @Nullable String log) implements Place {}
    }

    /**
     * Reads a query.
     *
     * @param lastEventId what a resuming client says by header; it beats the parameter, which is
     *     still that of its first request
     * @param timeline whose events are wanted when the path says so, else any
     * @throws org.springframework.web.ErrorResponseException 400 naming each wrong parameter
     */
    static EventQuery read(
            MultiValueMap<String, String> query,
            @Nullable String lastEventId,
            EventFilter timeline) {
        List<FieldError> errors = new ArrayList<>();
        boolean anybody = timeline.job() == null && timeline.node() == null;
        Set<String> known = new HashSet<>(EVERYWHERE);
        if (anybody) {
            known.addAll(Set.of("job_id", "node_id"));
        }
        for (String name : query.keySet()) {
            if (!known.contains(name)) {
                String all = String.join(", ", known.stream().sorted().toList());
                errors.add(new FieldError(name, "is not known; known are " + all));
            }
        }
        Reader reader = new Reader(query, errors);
        boolean json = reader.json();
        boolean fromNow = anybody && !json;
        EventFilter filter =
                new EventFilter(
                        reader.types(),
                        anybody
                                ? reader.one("job_id", JobId::parse, "is no job id")
                                : timeline.job(),
                        anybody
                                ? reader.one("node_id", NodeId::new, "is not a node id")
                                : timeline.node());
        Place after = reader.place(lastEventId, fromNow ? new Place.Latest() : new Place.Oldest());
        Integer limit =
                reader.one("limit", Reader::limit, "must be a whole number from 1 to " + MAX_LIMIT);
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new EventQuery(filter, after, json, limit == null ? DEFAULT_LIMIT : limit);
    }

    /** Reads parameter by parameter and collects what is wrong. */
    private record Reader(MultiValueMap<String, String> query, List<FieldError> errors) {

        <T> @Nullable T one(String name, Function<String, T> parse, String rule) {
            String text = query.getFirst(name);
            if (text == null || text.isEmpty()) {
                return null;
            }
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                errors.add(new FieldError(name, rule));
                return null;
            }
        }

        boolean json() {
            Boolean json =
                    one(
                            "format",
                            text ->
                                    switch (text) {
                                        case "json" -> true;
                                        case "sse" -> false;
                                        default -> throw new IllegalArgumentException();
                                    },
                            "must be json or sse");
            return json != null && json;
        }

        Place place(@Nullable String header, Place otherwise) {
            String rule = "must be the id of an event (such as 1234-0), oldest or latest";
            if (header != null && !header.isEmpty()) {
                EventId id = EventId.parse(header);
                if (id == null) {
                    errors.add(new FieldError("Last-Event-ID", rule));
                    return otherwise;
                }
                return new Place.After(id, EventId.logOf(header));
            }
            Place place = one("after", Reader::place, rule);
            return place == null ? otherwise : place;
        }

        private static Place place(String text) {
            EventId id = EventId.parse(text);
            return switch (text) {
                case "oldest" -> new Place.Oldest();
                case "latest" -> new Place.Latest();
                default -> {
                    if (id == null) {
                        throw new IllegalArgumentException();
                    }
                    yield new Place.After(id, EventId.logOf(text));
                }
            };
        }

        Set<String> types() {
            Set<String> types = new HashSet<>();
            for (String value : query.getOrDefault("type", List.of())) {
                for (String type : value.isEmpty() ? new String[0] : value.split(",", -1)) {
                    if (EventTypes.all().contains(type)) {
                        types.add(type);
                    } else {
                        String all = String.join(", ", EventTypes.all().stream().sorted().toList());
                        errors.add(new FieldError("type", "must be one of " + all));
                    }
                }
            }
            return types;
        }

        static Integer limit(String text) {
            int limit = Integer.parseInt(text);
            if (limit < 1 || limit > MAX_LIMIT) {
                throw new IllegalArgumentException();
            }
            return limit;
        }
    }
}
