package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.WebhookEvent.EndpointChanged;
import io.ringrift.p2p.engine.WebhookEvent.EndpointCreated;
import io.ringrift.p2p.engine.WebhookEvent.EndpointDeleted;
import io.ringrift.p2p.engine.WebhookEvent.EndpointDisabled;
import io.ringrift.p2p.engine.WebhookEvent.EndpointEnabled;
import io.ringrift.p2p.engine.WebhookEvent.EndpointTested;
import io.ringrift.p2p.engine.WebhookEvent.MessagesReplayed;
import io.ringrift.p2p.engine.WebhookEvent.SecretRotated;
import io.ringrift.p2p.engine.WebhookOrder.ChangeEndpoint;
import io.ringrift.p2p.engine.WebhookOrder.CreateEndpoint;
import io.ringrift.p2p.engine.WebhookOrder.DeleteEndpoint;
import io.ringrift.p2p.engine.WebhookOrder.DisableEndpoint;
import io.ringrift.p2p.engine.WebhookOrder.EnableEndpoint;
import io.ringrift.p2p.engine.WebhookOrder.OfVersion;
import io.ringrift.p2p.engine.WebhookOrder.ReplayMessages;
import io.ringrift.p2p.engine.WebhookOrder.RotateSecret;
import io.ringrift.p2p.engine.WebhookOrder.TestEndpoint;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** How people steer webhooks. */
final class WebhookOrderRules {

    private WebhookOrderRules() {}

    static Decision order(ClusterState state, WebhookOrder order) {
        Outbox outbox = state.outbox();
        if (order instanceof CreateEndpoint c) {
            return create(outbox, c);
        }
        Endpoint known = outbox.endpoints().get(order.endpoint());
        if (known == null) {
            return new Refused(new Rejection.UnknownEndpoint(order.endpoint()));
        }
        if (order instanceof OfVersion c && c.version() != null && c.version() != known.version()) {
            return new Refused(new Rejection.EndpointMoved(known.id(), known.version()));
        }
        if (known.configured() && isForSettings(order)) {
            return new Refused(new Rejection.ConfiguredEndpoint(known.id()));
        }
        return order(outbox, known, order);
    }

    private static Decision order(Outbox outbox, Endpoint known, WebhookOrder order) {
        return switch (order) {
            case CreateEndpoint c -> create(outbox, c);
            case ChangeEndpoint c -> change(known, c);
            case DisableEndpoint c ->
                    known.disabled() != null
                            ? Accepted.of()
                            : Accepted.of(new EndpointDisabled(c.at(), c.mandate(), c.endpoint()));
            case EnableEndpoint c ->
                    known.disabled() == null
                            ? Accepted.of()
                            : Accepted.of(new EndpointEnabled(c.at(), c.mandate(), c.endpoint()));
            case DeleteEndpoint c ->
                    Accepted.of(new EndpointDeleted(c.at(), c.mandate(), c.endpoint()));
            case RotateSecret c -> rotate(known, c);
            case TestEndpoint c ->
                    known.disabled() != null
                            ? disabled(known)
                            : Accepted.of(new EndpointTested(c.at(), c.mandate(), c.endpoint()));
            case ReplayMessages c -> replay(outbox, known, c);
        };
    }

    /** What the leader would take back the next moment. */
    private static boolean isForSettings(WebhookOrder order) {
        return order instanceof ChangeEndpoint
                || order instanceof DeleteEndpoint
                || order instanceof RotateSecret;
    }

    private static Decision create(Outbox outbox, CreateEndpoint c) {
        if (outbox.endpoints().containsKey(c.endpoint())) {
            return new Refused(new Rejection.EndpointExists(c.endpoint()));
        }
        if (outbox.endpoints().size() >= Outbox.MAX_ENDPOINTS) {
            return new Refused(new Rejection.TooManyEndpoints(Outbox.MAX_ENDPOINTS));
        }
        return Accepted.of(
                new EndpointCreated(
                        c.at(), c.mandate(), c.endpoint(), c.settings(), c.secret(), false));
    }

    private static Decision change(Endpoint known, ChangeEndpoint c) {
        List<Event> events = new ArrayList<>();
        if (!known.settings().equals(c.settings())) {
            events.add(new EndpointChanged(c.at(), c.mandate(), c.endpoint(), c.settings()));
        }
        if (c.secret() != null && known.secrets().isEmpty()) {
            events.add(new SecretRotated(c.at(), c.mandate(), c.endpoint(), c.secret()));
        }
        return new Accepted(events);
    }

    private static Decision rotate(Endpoint known, RotateSecret c) {
        return known.isNewestSecret(c.secret())
                ? Accepted.of()
                : Accepted.of(new SecretRotated(c.at(), c.mandate(), c.endpoint(), c.secret()));
    }

    private static Decision replay(Outbox outbox, Endpoint known, ReplayMessages c) {
        if (known.disabled() != null) {
            return disabled(known);
        }
        TreeSet<Long> numbers = new TreeSet<>();
        if (c.numbers().isEmpty()) {
            add(known.mailbox().parked().keySet(), outbox, c.from(), c.to(), numbers);
            if (!c.parkedOnly()) {
                add(known.mailbox().delivered().keySet(), outbox, c.from(), c.to(), numbers);
            }
        } else {
            for (long number : c.numbers()) {
                Delivery delivery = known.mailbox().find(number);
                if (delivery == null) {
                    return new Refused(new Rejection.UnknownMessage(known.id(), number));
                }
                if (delivery.status() != Delivery.Status.WAITING) {
                    numbers.add(number);
                }
            }
        }
        return numbers.isEmpty()
                ? Accepted.of()
                : Accepted.of(
                        new MessagesReplayed(
                                c.at(), c.mandate(), c.endpoint(), List.copyOf(numbers)));
    }

    private static void add(
            Iterable<Long> rows,
            Outbox outbox,
            @Nullable Instant from,
            @Nullable Instant to,
            Set<Long> numbers) {
        for (long number : rows) {
            Message message = outbox.messages().get(number);
            if (message != null
                    && (from == null || !message.at().isBefore(from))
                    && (to == null || !message.at().isAfter(to))) {
                numbers.add(number);
            }
        }
    }

    private static Refused disabled(Endpoint known) {
        return new Refused(new Rejection.EndpointIsDisabled(known.id()));
    }
}
