package io.ringrift.p2p.events;

import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.ErrorResponseException;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * Sends events as they come, as server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). Each follower reads the history
 * at its own speed on a virtual thread of its own; nobody waits for it. One that takes nothing for
 * the connection's time-out is cut off by the server, and may resume where it was.
 */
final class Followers {

    private static final int BATCH = 500;
    private static final int LOOK_AT = 20_000;

    private final int most;
    private final Semaphore places;
    private final Duration heartbeat;
    private final EventNews news;
    private final MonotonicClock clock;

    /**
     * @param most how many at the same time
     * @param heartbeat longest silence on a stream
     */
    Followers(int most, Duration heartbeat, EventNews news, MonotonicClock clock) {
        this.most = most;
        this.places = new Semaphore(most);
        this.heartbeat = heartbeat;
        this.news = news;
        this.clock = clock;
    }

    /** How many follow now. */
    int count() {
        return most - places.availablePermits();
    }

    /**
     * Takes a place.
     *
     * @throws ErrorResponseException 429 when there is none
     */
    void enter() {
        if (!places.tryAcquire()) {
            ErrorResponseException problem =
                    Problem.of(
                            HttpStatus.TOO_MANY_REQUESTS,
                            "too_many_followers",
                            most
                                    + " clients follow the events of this node already"
                                    + " (ringrift.p2p.events.max-followers); ask another node, or"
                                    + " read pages with format=json.");
            problem.getHeaders().set("Retry-After", "5");
            throw problem;
        }
    }

    void leave() {
        places.release();
    }

    /**
     * Sends until the client goes away, the node stops, or the history was cut off.
     *
     * @param gap what the client must know first, if anything
     */
    void follow(EventCursor cursor, EventFilter filter, @Nullable Gone gap, OutputStream out)
            throws IOException, InterruptedException {
        write(out, "retry: 1000\n\n");
        if (gap != null) {
            write(out, "event: gap\ndata: " + gap.json() + "\n\n");
        }
        out.flush();
        long sentAt = clock.nanos();
        try {
            while (news.isOpen()) {
                long known = news.index();
                EventCursor.Batch batch = cursor.next(filter, BATCH, LOOK_AT);
                for (StoredEvent event : batch.events()) {
                    write(out, text(event, cursor.log()));
                }
                long silent = clock.nanos() - sentAt;
                if (batch.events().isEmpty() && silent >= heartbeat.toNanos()) {
                    // The id moves on also where nothing was wanted, so that it does not grow old.
                    write(out, ": nothing new\nid: " + batch.reached().in(cursor.log()) + "\n\n");
                }
                if (!batch.events().isEmpty() || silent >= heartbeat.toNanos()) {
                    out.flush();
                    sentAt = clock.nanos();
                }
                if (batch.atEnd()) {
                    boolean _ = news.await(known + 1, heartbeat.toNanos() - silent);
                }
            }
        } catch (GoneException gone) {
            write(out, "event: gone\ndata: " + gone.gone().json() + "\n\n");
            out.flush();
        }
    }

    private static String text(StoredEvent event, String log) {
        return "id: "
                + event.id().in(log)
                + "\nevent: "
                + event.type()
                + "\ndata: "
                + event.json()
                + "\n\n";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
