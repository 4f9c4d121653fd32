package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.Delivery;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.Mailbox;
import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.engine.Outbox;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.replication.codec.SnapshotRows.AlarmRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.DeliveryRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.EndpointRow;
import io.ringrift.p2p.replication.codec.SnapshotRows.OutboxRow;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

import tools.jackson.databind.SequenceWriter;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The outbox in a snapshot: its messages, then its endpoints, then its deliveries. */
final class OutboxRows {

    private final EndpointRow row;
    private final Map<Delivery.Status, SortedMap<Long, Delivery>> deliveries =
            new EnumMap<>(Delivery.Status.class);

    private OutboxRows(EndpointRow row) {
        this.row = row;
        for (Delivery.Status status : Delivery.Status.values()) {
            deliveries.put(status, new TreeMap<>());
        }
    }

    /** Null when there is nothing to say, as in snapshots of earlier releases. */
    static @Nullable OutboxRow header(Outbox outbox) {
        return outbox.equals(Outbox.EMPTY)
                ? null
                : new OutboxRow(
                        outbox.last(),
                        outbox.leader(),
                        outbox.alarms().entrySet().stream()
                                .map(entry -> new AlarmRow(entry.getKey(), entry.getValue()))
                                .toList(),
                        outbox.messages().size(),
                        outbox.endpoints().size(),
                        outbox.endpoints().values().stream()
                                .map(Endpoint::mailbox)
                                .mapToInt(
                                        box ->
                                                box.waiting().size()
                                                        + box.parked().size()
                                                        + box.delivered().size())
                                .sum());
    }

    static void write(Outbox outbox, SequenceWriter rows) {
        outbox.messages().values().forEach(rows::write);
        for (Endpoint e : outbox.endpoints().values()) {
            rows.write(
                    new EndpointRow(
                            e.id(),
                            e.settings(),
                            e.secrets(),
                            e.configured(),
                            e.version(),
                            e.createdAt(),
                            e.disabled(),
                            e.mailbox().counts(),
                            e.mailbox().failingSince(),
                            e.mailbox().deliveredAt()));
        }
        for (Endpoint e : outbox.endpoints().values()) {
            write(e.id(), e.mailbox().waiting(), rows);
            write(e.id(), e.mailbox().parked(), rows);
            write(e.id(), e.mailbox().delivered(), rows);
        }
    }

    private static void write(
            EndpointId endpoint, Map<Long, Delivery> deliveries, SequenceWriter rows) {
        deliveries.forEach(
                (number, delivery) -> rows.write(new DeliveryRow(endpoint, number, delivery)));
    }

    static Outbox read(OutboxRow header, Rows typed) {
        TreeMap<Long, Message> messages = new TreeMap<>();
        for (int i = 0; i < header.messages(); i++) {
            Message message = typed.next(Message.class);
            messages.put(message.number(), message);
        }
        TreeMap<EndpointId, OutboxRows> boxes = new TreeMap<>();
        for (int i = 0; i < header.endpoints(); i++) {
            EndpointRow row = typed.next(EndpointRow.class);
            boxes.put(row.id(), new OutboxRows(row));
        }
        for (int i = 0; i < header.deliveries(); i++) {
            DeliveryRow row = typed.next(DeliveryRow.class);
            OutboxRows box = boxes.get(row.endpoint());
            if (box == null) {
                throw new UnreadableException("delivery to an unknown endpoint", null);
            }
            box.rows(row.delivery().status()).put(row.number(), row.delivery());
        }
        TreeMap<EndpointId, Endpoint> endpoints = new TreeMap<>();
        boxes.forEach((id, box) -> endpoints.put(id, box.endpoint()));
        TreeMap<Alarm, Instant> alarms = new TreeMap<>();
        header.alarms().forEach(one -> alarms.put(one.alarm(), one.since()));
        return Outbox.of(
                header.last(),
                header.leader(),
                TreePMap.fromSortedMap(endpoints),
                TreePMap.fromSortedMap(messages),
                TreePMap.fromSortedMap(alarms));
    }

    private SortedMap<Long, Delivery> rows(Delivery.Status status) {
        return deliveries.computeIfAbsent(status, _ -> new TreeMap<>());
    }

    private Endpoint endpoint() {
        return new Endpoint(
                row.id(),
                row.settings(),
                row.secrets(),
                row.configured(),
                row.version(),
                row.createdAt(),
                row.disabled(),
                new Mailbox(
                        TreePMap.fromSortedMap(rows(Delivery.Status.WAITING)),
                        TreePMap.fromSortedMap(rows(Delivery.Status.PARKED)),
                        TreePMap.fromSortedMap(rows(Delivery.Status.DELIVERED)),
                        row.counts(),
                        row.failingSince(),
                        row.deliveredAt()));
    }
}
