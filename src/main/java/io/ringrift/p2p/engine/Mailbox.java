package io.ringrift.p2p.engine;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

import java.time.Instant;

/**
 * What goes to one endpoint, by the numbers of the messages.
 *
 * @param waiting to be tried
 * @param parked given up, and kept for whoever wants them replayed
 * @param delivered the latest that arrived
 * @param counts since the endpoint was made
 * @param failingSince first failure behind the last success, null when the last try was one
 * @param deliveredAt time of the last success
 */
public record Mailbox(
        TreePMap<Long, Delivery> waiting,
        TreePMap<Long, Delivery> parked,
        TreePMap<Long, Delivery> delivered,
        Counts counts,
        @Nullable Instant failingSince,
        @Nullable Instant deliveredAt) {

    public static final Mailbox EMPTY =
            new Mailbox(
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    new Counts(0, 0, 0),
                    null,
                    null);

    /**
     * What happened so far.
     *
     * @param delivered messages that arrived
     * @param failures tries that failed
     * @param dropped messages that were forgotten undelivered because there were too many
     */
    public record Counts(long delivered, long failures, long dropped) {

        Counts oneDelivered() {
            return new Counts(delivered + 1, failures, dropped);
        }

        Counts oneFailed() {
            return new Counts(delivered, failures + 1, dropped);
        }

        Counts oneDropped() {
            return new Counts(delivered, failures, dropped + 1);
        }
    }

    /** The delivery of a message, or null when there is none. */
    public @Nullable Delivery find(long number) {
        Delivery found = waiting.get(number);
        found = found != null ? found : parked.get(number);
        return found != null ? found : delivered.get(number);
    }

    /** Whether it answered when it was last asked. */
    public boolean isHealthy() {
        return failingSince == null && deliveredAt != null;
    }

    /** With a delivery where its status says. */
    Mailbox with(long number, Delivery delivery) {
        return switch (delivery.status()) {
            case WAITING ->
                    rows(
                            waiting.plus(number, delivery),
                            parked.minus(number),
                            delivered.minus(number));
            case PARKED -> rows(waiting.minus(number), parked.plus(number, delivery), delivered);
            case DELIVERED -> rows(waiting.minus(number), parked, delivered.plus(number, delivery));
        };
    }

    Mailbox withoutWaiting(long number) {
        return rows(waiting.minus(number), parked, delivered).counted(counts.oneDropped());
    }

    Mailbox withoutParked(long number) {
        return rows(waiting, parked.minus(number), delivered).counted(counts.oneDropped());
    }

    Mailbox withoutDelivered(long number) {
        return rows(waiting, parked, delivered.minus(number));
    }

    Mailbox succeeded(Instant at) {
        return new Mailbox(waiting, parked, delivered, counts.oneDelivered(), null, at);
    }

    Mailbox failed(Instant at) {
        return new Mailbox(
                waiting,
                parked,
                delivered,
                counts.oneFailed(),
                failingSince == null ? at : failingSince,
                deliveredAt);
    }

    /** Nothing waits any more, and what failed before is no matter. */
    Mailbox allParked() {
        TreePMap<Long, Delivery> more = parked;
        for (var entry : waiting.entrySet()) {
            more = more.plus(entry.getKey(), entry.getValue().parked());
        }
        return new Mailbox(TreePMap.empty(), more, delivered, counts, null, deliveredAt);
    }

    /** With rows of the same endpoint; the rest is the same in each part of a backup. */
    Mailbox plusAll(Mailbox other) {
        return new Mailbox(
                waiting.plusAll(other.waiting),
                parked.plusAll(other.parked),
                delivered.plusAll(other.delivered),
                other.counts,
                other.failingSince,
                other.deliveredAt);
    }

    Mailbox emptied() {
        return rows(EMPTY.waiting, EMPTY.parked, EMPTY.delivered);
    }

    private Mailbox counted(Counts now) {
        return new Mailbox(waiting, parked, delivered, now, failingSince, deliveredAt);
    }

    private Mailbox rows(
            TreePMap<Long, Delivery> nowWaiting,
            TreePMap<Long, Delivery> nowParked,
            TreePMap<Long, Delivery> nowDelivered) {
        return new Mailbox(nowWaiting, nowParked, nowDelivered, counts, failingSince, deliveredAt);
    }
}
