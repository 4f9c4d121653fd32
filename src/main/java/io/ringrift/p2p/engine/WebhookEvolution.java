package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Endpoint.Disabled;
import io.ringrift.p2p.engine.Endpoint.Signing;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.WebhookEvent.AlarmEnded;
import io.ringrift.p2p.engine.WebhookEvent.AlarmRaised;
import io.ringrift.p2p.engine.WebhookEvent.DeliveriesRecorded;
import io.ringrift.p2p.engine.WebhookEvent.EndpointChanged;
import io.ringrift.p2p.engine.WebhookEvent.EndpointCreated;
import io.ringrift.p2p.engine.WebhookEvent.EndpointDeleted;
import io.ringrift.p2p.engine.WebhookEvent.EndpointDisabled;
import io.ringrift.p2p.engine.WebhookEvent.EndpointEnabled;
import io.ringrift.p2p.engine.WebhookEvent.EndpointTested;
import io.ringrift.p2p.engine.WebhookEvent.MessagesReplayed;
import io.ringrift.p2p.engine.WebhookEvent.SecretRotated;
import io.ringrift.p2p.engine.WebhookEvent.Settled;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.Topic;

import org.pcollections.TreePMap;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What happens to the outbox. */
final class WebhookEvolution {

    private WebhookEvolution() {}

    static ClusterState evolve(ClusterState state, WebhookEvent event) {
        Outbox outbox = state.outbox();
        return state.withOutbox(
                switch (event) {
                    case DeliveriesRecorded e -> recorded(outbox, e);
                    case AlarmRaised e -> outbox.with(outbox.alarms().plus(e.alarm(), e.at()));
                    case AlarmEnded e -> outbox.with(outbox.alarms().minus(e.alarm()));
                    case EndpointCreated e -> outbox.with(created(e));
                    case WebhookEvent.OfEndpoint e -> {
                        Endpoint known = outbox.endpoints().get(e.endpoint());
                        yield known == null ? outbox : evolve(state, known, e);
                    }
                });
    }

    private static Endpoint created(EndpointCreated e) {
        return new Endpoint(
                e.endpoint(),
                e.settings(),
                e.secret() == null ? List.of() : List.of(new Signing(e.secret(), null)),
                e.configured(),
                1,
                e.at(),
                null,
                Mailbox.EMPTY);
    }

    private static Outbox evolve(
            ClusterState state, Endpoint known, WebhookEvent.OfEndpoint event) {
        Outbox outbox = state.outbox();
        return switch (event) {
            case EndpointCreated e -> outbox.with(created(e));
            case EndpointChanged e -> outbox.with(known.with(e.settings()));
            case EndpointDisabled e ->
                    outbox.with(known.disabled(disabled(e.at(), e.mandate())))
                            .with(
                                    known.disabled(disabled(e.at(), e.mandate())),
                                    known.mailbox().allParked());
            case EndpointEnabled _ -> outbox.with(known.disabled(null));
            case EndpointDeleted _ -> outbox.without(known);
            case SecretRotated e -> outbox.with(known.rotated(e.secret(), e.at()));
            case EndpointTested e ->
                    outbox.posted(
                            Set.of(known.id()),
                            Topic.TEST,
                            e.at(),
                            state.charter().clusterId(),
                            List.of(
                                    Fact.of("endpoint_id", known.id()),
                                    Fact.of("by", e.mandate().by())));
            case MessagesReplayed e -> replayed(outbox, known, e);
        };
    }

    private static Disabled disabled(Instant at, Mandate mandate) {
        return new Disabled(at, mandate.by(), mandate.reason());
    }

    private static Outbox replayed(Outbox outbox, Endpoint known, MessagesReplayed e) {
        Mailbox box = known.mailbox();
        for (long number : e.numbers()) {
            if (box.find(number) != null) {
                box = box.with(number, Delivery.due(e.at()));
            }
        }
        return outbox.with(known, box);
    }

    private static Outbox recorded(Outbox outbox, DeliveriesRecorded e) {
        Outbox next = outbox;
        for (Settled one : e.results()) {
            Endpoint known = next.endpoints().get(one.endpoint());
            if (known != null && known.mailbox().waiting().containsKey(one.number())) {
                Mailbox box = known.mailbox().with(one.number(), one.delivery());
                boolean arrived = one.delivery().status() == Delivery.Status.DELIVERED;
                next = next.with(known, arrived ? box.succeeded(e.at()) : box.failed(e.at()));
            }
        }
        return next;
    }

    /** Nodes that nobody remembers have no alarms. */
    static Outbox withoutAlarmsOf(Outbox outbox, Collection<NodeId> nodes) {
        TreePMap<Alarm, Instant> alarms = outbox.alarms();
        for (Alarm alarm : alarms.keySet()) {
            if (alarm.node() != null && nodes.contains(alarm.node())) {
                alarms = alarms.minus(alarm);
            }
        }
        return outbox.with(alarms);
    }
}
