package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.Delivery;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.Mailbox;
import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.engine.Outbox;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.QueryReader;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The ledger of deliveries. */
@RestController
@OnVoters
class DeliveryController {

    private static final int MOST = 1_000;

    /**
     * A delivery.
     *
     * @param nextTryAt missing when there is none
     * @param lastTry missing before the first
     */
    record View(
            String messageId,
            EndpointId endpointId,
            String event,
            Instant at,
            Delivery.Status status,
            int tries,
            @Nullable Instant nextTryAt,
            @Nullable TryView lastTry) {

        static View of(EndpointId id, Message message, Delivery delivery) {
            return new View(
                    message.id(),
                    id,
                    message.topic().wireName(),
                    message.at(),
                    delivery.status(),
                    delivery.tries(),
                    delivery.due(),
                    delivery.last() == null ? null : TryView.of(delivery.last()));
        }
    }

    /**
     * A try.
     *
     * @param httpStatus missing when there was no answer
     * @param fault missing when there was one
     */
    record TryView(
            Instant at,
            @Nullable Integer httpStatus,
            int durationMs,
            String answer,
            @Nullable String fault) {

        static TryView of(Delivery.Try how) {
            return new TryView(
                    how.at(),
                    how.status() == 0 ? null : how.status(),
                    how.millis(),
                    how.answer(),
                    how.fault());
        }
    }

    /**
     * @param nextCursor pass it as {@code before} for older ones; missing at the end
     */
    record Views(List<View> deliveries, @Nullable Long nextCursor) {}

    private record Row(long number, EndpointId endpoint, Delivery delivery) {}

    @GetMapping("/webhooks/deliveries")
    Views list(@RequestParam MultiValueMap<String, String> parameters, Picture picture) {
        QueryReader query =
                new QueryReader(
                        parameters,
                        Set.of(
                                "endpoint_id",
                                "status",
                                "message_id",
                                "before",
                                "limit",
                                "consistency"));
        EndpointId id = query.one("endpoint_id", EndpointId::new, "must be an endpoint's id");
        Delivery.Status status =
                query.one(
                        "status",
                        text -> Delivery.Status.valueOf(text.toUpperCase(Locale.ROOT)),
                        "must be waiting, delivered or parked");
        Long message = query.one("message_id", WebhookController::number, "must be a message's id");
        Long before = query.one("before", Long::valueOf, "must be a next_cursor");
        int limit = query.limit(100, MOST);
        query.check();
        Outbox outbox = picture.state().outbox();
        Collection<Endpoint> endpoints =
                id == null
                        ? outbox.endpoints().values()
                        : List.of(WebhookDesk.find(picture.state(), id));
        List<Row> rows =
                endpoints.stream()
                        .flatMap(one -> rows(one, status))
                        .filter(row -> message == null || row.number() == message)
                        .filter(row -> before == null || row.number() < before)
                        .sorted(Comparator.comparingLong(Row::number).reversed())
                        .toList();
        return page(outbox, rows, limit);
    }

    /** Rows of one message stay on one page, or the cursor would pass some over. */
    private static Views page(Outbox outbox, List<Row> rows, int limit) {
        int end = Math.min(limit, rows.size());
        while (end > 0
                && end < rows.size()
                && rows.get(end).number() == rows.get(end - 1).number()) {
            end++;
        }
        List<View> views =
                rows.subList(0, end).stream()
                        .flatMap(
                                row -> {
                                    Message message = outbox.messages().get(row.number());
                                    return message == null
                                            ? Stream.empty()
                                            : Stream.of(
                                                    View.of(
                                                            row.endpoint(),
                                                            message,
                                                            row.delivery()));
                                })
                        .toList();
        return new Views(views, end < rows.size() ? rows.get(end - 1).number() : null);
    }

    private static Stream<Row> rows(Endpoint endpoint, Delivery.@Nullable Status status) {
        Mailbox box = endpoint.mailbox();
        return Stream.of(box.waiting(), box.parked(), box.delivered())
                .map(Map::entrySet)
                .flatMap(Set::stream)
                .filter(entry -> status == null || entry.getValue().status() == status)
                .map(entry -> new Row(entry.getKey(), endpoint.id(), entry.getValue()));
    }
}
