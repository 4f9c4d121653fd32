package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The latest beat of each node and what it was told. A beat whose connection broke may hang on
 * beside its successor, and what it lists is out of date: nothing may be concluded from it.
 */
final class LatestBeats {

    /** A beat's place in its agent's life, and the orders of the last answer. */
    private record Mark(
            UUID incarnation, long sequence, Set<StartOrder> start, Set<StopOrder> stop) {

        boolean isOf(Beat beat) {
            return incarnation.equals(beat.incarnation()) && sequence == beat.sequence();
        }
    }

    private final ConcurrentMap<NodeId, Mark> marks = new ConcurrentHashMap<>();

    /** Takes a beat for the latest; false when a later one of the same agent came before it. */
    boolean admit(NodeId node, Beat beat) {
        Mark now =
                marks.compute(
                        node,
                        (_, mark) -> {
                            if (mark == null || !mark.incarnation().equals(beat.incarnation())) {
                                return new Mark(
                                        beat.incarnation(), beat.sequence(), Set.of(), Set.of());
                            }
                            return mark.sequence() > beat.sequence()
                                    ? mark
                                    : new Mark(
                                            mark.incarnation(),
                                            beat.sequence(),
                                            mark.start(),
                                            mark.stop());
                        });
        return now.isOf(beat);
    }

    boolean isLatest(NodeId node, Beat beat) {
        Mark mark = marks.get(node);
        return mark != null && mark.isOf(beat);
    }

    /**
     * Whether there is an order that the last answer did not hold. Stopping takes a while, and an
     * agent that is at it needs no answer at once each time it beats.
     */
    boolean isNews(NodeId node, Orders orders) {
        Mark mark = marks.get(node);
        return mark == null
                || !mark.start().containsAll(orders.start())
                || !mark.stop().containsAll(orders.stop());
    }

    /** Notes the orders of the answer that goes out now. */
    void told(NodeId node, Orders orders) {
        marks.computeIfPresent(
                node,
                (_, mark) ->
                        new Mark(
                                mark.incarnation(),
                                mark.sequence(),
                                Set.copyOf(orders.start()),
                                Set.copyOf(orders.stop())));
    }
}
