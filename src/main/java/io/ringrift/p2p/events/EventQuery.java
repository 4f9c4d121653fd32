package io.ringrift.p2p.events;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.web.QueryReader;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.HashSet;
import java.util.Set;

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
    private static final String TYPES =
            String.join(", ", EventTypes.all().stream().sorted().toList());

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
        boolean anybody = timeline.job() == null && timeline.node() == null;
        Set<String> known = new HashSet<>(EVERYWHERE);
        if (anybody) {
            known.addAll(Set.of("job_id", "node_id"));
        }
        QueryReader reader = new QueryReader(query, known);
        boolean json =
                Boolean.TRUE.equals(
                        reader.one("format", EventQuery::isJson, "must be json or sse"));
        boolean fromNow = anybody && !json;
        EventFilter filter =
                new EventFilter(
                        reader.each("type", EventQuery::type, "must be one of " + TYPES),
                        anybody
                                ? reader.one("job_id", JobId::parse, "is no job id")
                                : timeline.job(),
                        anybody
                                ? reader.one("node_id", NodeId::new, "is not a node id")
                                : timeline.node());
        Place after = place(reader, lastEventId, fromNow ? new Place.Latest() : new Place.Oldest());
        int limit = reader.limit(DEFAULT_LIMIT, MAX_LIMIT);
        reader.check();
        return new EventQuery(filter, after, json, limit);
    }

    private static boolean isJson(String text) {
        return switch (text) {
            case "json" -> true;
            case "sse" -> false;
            default -> throw new IllegalArgumentException();
        };
    }

    private static String type(String text) {
        if (!EventTypes.all().contains(text)) {
            throw new IllegalArgumentException();
        }
        return text;
    }

    private static Place place(QueryReader reader, @Nullable String header, Place otherwise) {
        String rule = "must be the id of an event (such as 1234-0), oldest or latest";
        if (header != null && !header.isEmpty()) {
            EventId id = EventId.parse(header);
            if (id == null) {
                reader.wrong("Last-Event-ID", rule);
                return otherwise;
            }
            return new Place.After(id, EventId.logOf(header));
        }
        Place place = reader.one("after", EventQuery::place, rule);
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
}
