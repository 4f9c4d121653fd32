package io.ringrift.p2p.events;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;

/** A reader's place in the history; used by one thread. */
final class EventCursor {

    private final EventHistory history;
    private Segment segment;
    private long offset = Segment.HEAD;
    private EventId reached;

    EventCursor(EventHistory history, Segment segment, EventId after) {
        this.history = history;
        this.segment = segment;
        this.reached = after;
    }

    /** Names the log in ids. */
    String log() {
        return history.log();
    }

    /**
     * What was found.
     *
     * @param events the wanted ones
     * @param reached everything up to here was looked at; reading goes on after it
     * @param atEnd there is nothing behind it at the moment
     */
    record Batch(List<StoredEvent> events, EventId reached, boolean atEnd) {}

    /**
     * Reads on.
     *
     * @param limit wanted events at most
     * @param lookAt events to look at at most, roughly
     * @throws GoneException when the place was purged, or the history began anew, meanwhile
     */
    Batch next(EventFilter filter, int limit, int lookAt) throws IOException, GoneException {
        List<StoredEvent> found = new ArrayList<>();
        int looked = 0;
        while (found.size() < limit && looked < lookAt) {
            List<Segment> all = history.segments();
            int at = all.indexOf(segment);
            if (at < 0) {
                throw history.gone();
            }
            boolean grows = at == all.size() - 1;
            try {
                boolean barren =
                        !grows
                                && offset == Segment.HEAD
                                && filter.asksForSubjects()
                                && !filter.mayBeIn(segment.subjects());
                if (barren || offset >= segment.length()) {
                    if (grows) {
                        return new Batch(found, reached, true);
                    }
                    goOn(all.get(at + 1), barren);
                    continue;
                }
                looked += read(filter, limit, found);
            } catch (NoSuchFileException purged) {
                throw history.gone();
            } catch (EventRecords.DamagedException damaged) {
                history.giveUp(segment);
                throw history.gone();
            }
        }
        return new Batch(found, reached, false);
    }

    private void goOn(Segment next, boolean skipped) throws GoneException {
        if (next.base().isAfter(reached)) {
            if (!skipped) {
                throw history.gone();
            }
            reached = next.base();
        }
        segment = next;
        offset = Segment.HEAD;
    }

    private int read(EventFilter filter, int limit, List<StoredEvent> found) throws IOException {
        ByteBuffer chunk = segment.read(offset);
        int looked = 0;
        while (found.size() < limit) {
            StoredEvent event = EventRecords.next(chunk);
            if (event == null) {
                break;
            }
            looked++;
            if (event.id().isAfter(reached)) {
                reached = event.id();
                if (filter.accepts(event)) {
                    found.add(event);
                }
            }
        }
        if (looked == 0) {
            throw new EventRecords.DamagedException();
        }
        offset += chunk.position();
        return looked;
    }
}
