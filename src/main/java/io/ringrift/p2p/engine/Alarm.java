package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;

/**
 * Something that is wrong for a while and does not show in the log by itself; the leader notes when
 * it begins and when it ends.
 *
 * @param node which one has it, null for the cluster
 */
public record Alarm(Kind kind, @Nullable NodeId node) implements Comparable<Alarm> {

    private static final Comparator<Alarm> ORDER =
            Comparator.comparing(Alarm::kind)
                    .thenComparing(
                            Alarm::node, Comparator.nullsFirst(Comparator.<NodeId>naturalOrder()));

    /** What may be wrong. */
    public enum Kind {
        DISK_LOW,
        QUEUE_STALLED
    }

    @Override
    public int compareTo(Alarm other) {
        return ORDER.compare(this, other);
    }
}
