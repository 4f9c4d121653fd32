package io.ringrift.p2p.events;

import io.ringrift.p2p.events.EventQuery.Place;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Answers questions about events out of the history of this voter. */
final class EventDesk {

    /** With a rare filter a page may be short and still not be the last. */
    private static final int LOOK_AT = 50_000;

    private static final long CATCH_UP_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final EventWriter writer;
    private final EventNews news;
    private final Followers followers;

    EventDesk(EventWriter writer, EventNews news, Followers followers) {
        this.writer = writer;
        this.news = news;
        this.followers = followers;
    }

    /**
     * Sends a stream that ends only with the client, the node or a gap.
     *
     * @throws ErrorResponseException 410 {@code gone} when the place to begin is not kept here, 429
     *     when too many follow already
     */
    void follow(EventQuery query, HttpServletResponse response)
            throws IOException, InterruptedException {
        EventHistory history = history();
        EventCursor cursor = cursor(history, query.after());
        Gone gap = query.after() instanceof Place.Oldest ? history.beginning() : null;
        followers.enter();
        try {
            response.setContentType("text/event-stream;charset=UTF-8");
            response.setHeader("Cache-Control", "no-store");
            // Some proxies would wait for more before they pass anything on.
            response.setHeader("X-Accel-Buffering", "no");
            followers.follow(
                    cursor,
                    query.filter(),
                    gap != null && gap.isPartial() ? gap : null,
                    response.getOutputStream());
        } finally {
            followers.leave();
        }
    }

    /**
     * Sends a page that holds everything up to the picture, as far as it goes.
     *
     * @throws ErrorResponseException 410 {@code gone} when the place to begin is not kept here
     */
    void page(EventQuery query, Picture picture, HttpServletResponse response)
            throws IOException, InterruptedException {
        EventHistory history = history();
        if (!news.await(picture.index(), CATCH_UP_NANOS)) {
            throw Problem.tryLater(
                    "events_behind", "The events of this node are behind its log; try again.", 1);
        }
        try {
            EventCursor cursor = cursor(history, query.after());
            EventCursor.Batch batch = cursor.next(query.filter(), query.limit(), LOOK_AT);
            byte[] body = json(batch, history);
            response.setContentType("application/json");
            response.setHeader("Cache-Control", "no-store");
            response.setContentLength(body.length);
            response.getOutputStream().write(body);
        } catch (GoneException gone) {
            throw problem(gone.gone());
        }
    }

    /** Whether anything kept here is wanted. */
    boolean hasAny(EventFilter filter, int lookAt) throws IOException {
        EventHistory history = history();
        try {
            return !history.after(history.floor()).next(filter, 1, lookAt).events().isEmpty();
        } catch (GoneException changing) {
            return true;
        }
    }

    private EventHistory history() {
        EventHistory history = writer.history();
        if (history == null) {
            throw Problem.tryLater("not_open", "The log of this node is not open yet.", 1);
        }
        return history;
    }

    private static EventCursor cursor(EventHistory history, Place place) {
        try {
            return history.after(
                    switch (place) {
                        case Place.Oldest _ -> history.floor();
                        case Place.Latest _ -> history.last();
                        case Place.After(EventId id, String log) -> {
                            if (log != null && !log.equals(history.log())) {
                                throw otherLog(history.beginning());
                            }
                            yield id;
                        }
                    });
        } catch (GoneException gone) {
            throw problem(gone.gone());
        }
    }

    private static ErrorResponseException problem(Gone gone) {
        String begin = gone.startsAfter().in(gone.log());
        return problem(
                gone,
                "This node keeps the events after "
                        + begin
                        + " only; another voter may keep more. To go on with what there is, ask"
                        + " for after="
                        + begin
                        + ".");
    }

    /** A restored backup goes on in a new log, in which the old places mean nothing. */
    private static ErrorResponseException otherLog(Gone beginning) {
        return problem(
                beginning,
                "This place is in another log: the cluster was founded anew since, perhaps from a"
                        + " backup, or it is another cluster. What this log holds is there from"
                        + " after="
                        + beginning.startsAfter().in(beginning.log())
                        + " on; what was before is not.");
    }

    private static ErrorResponseException problem(Gone gone, String sentence) {
        ErrorResponseException problem = Problem.of(HttpStatus.GONE, "gone", sentence);
        problem.getBody().setProperty("starts_after", gone.startsAfter().in(gone.log()));
        if (gone.oldest() != null) {
            problem.getBody().setProperty("oldest_id", gone.oldest().in(gone.log()));
        }
        return problem;
    }

    private static byte[] json(EventCursor.Batch batch, EventHistory history) {
        String log = history.log();
        Gone beginning = history.beginning();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        write(body, "{\"events\":[");
        String separator = "";
        for (StoredEvent event : batch.events()) {
            write(body, separator);
            write(body, event.json());
            separator = ",";
        }
        write(
                body,
                "],\"next_cursor\":\""
                        + batch.reached().in(log)
                        + "\",\"at_end\":"
                        + batch.atEnd());
        if (beginning.isPartial()) {
            write(body, ",\"starts_after\":\"" + beginning.startsAfter().in(log) + "\"");
        }
        write(body, "}");
        return body.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
