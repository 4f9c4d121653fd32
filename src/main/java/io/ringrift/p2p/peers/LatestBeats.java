package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.jspecify.annotations.Nullable;

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

        static Mark of(Beat beat) {
            return new Mark(beat.incarnation(), beat.sequence(), Set.of(), Set.of());
        }

        boolean isOf(Beat beat) {
            return incarnation.equals(beat.incarnation()) && sequence == beat.sequence();
        }
    }

    private final ConcurrentMap<NodeId, Mark> marks = new ConcurrentHashMap<>();
    private final ReplacedLives replaced = new ReplacedLives();

    /** What a beat is when it comes in. */
    enum Standing {
        /** The latest of its node. */
        LATEST,
        /** A later one of the same life came before it. */
        OVERTAKEN,
        /** A later life of the agent came before it. */
        REPLACED
    }

    /** Takes a beat for the latest, unless it is not. */
    Standing admit(NodeId node, Beat beat) {
        Mark now =
                marks.compute(
                        node,
                        (_, mark) -> {
                            if (mark == null) {
                                return Mark.of(beat);
                            }
                            if (!mark.incarnation().equals(beat.incarnation())) {
                                if (replaced.contains(node, beat.incarnation())) {
                                    return mark;
                                }
                                replaced.add(node, mark.incarnation());
                                return Mark.of(beat);
                            }
                            return mark.sequence() > beat.sequence()
                                    ? mark
                                    : new Mark(
                                            mark.incarnation(),
                                            beat.sequence(),
                                            mark.start(),
                                            mark.stop());
                        });
        return standing(now, beat);
    }

    /** How a beat stands that was admitted before. */
    Standing standing(NodeId node, Beat beat) {
        return standing(marks.get(node), beat);
    }

    private static Standing standing(@Nullable Mark mark, Beat beat) {
        if (mark == null || !mark.incarnation().equals(beat.incarnation())) {
            return Standing.REPLACED;
        }
        return mark.isOf(beat) ? Standing.LATEST : Standing.OVERTAKEN;
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
