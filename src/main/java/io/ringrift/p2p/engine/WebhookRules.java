package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.WebhookEvent.AlarmEnded;
import io.ringrift.p2p.engine.WebhookEvent.AlarmRaised;
import io.ringrift.p2p.engine.WebhookEvent.DeliveriesRecorded;
import io.ringrift.p2p.engine.WebhookEvent.EndpointChanged;
import io.ringrift.p2p.engine.WebhookEvent.EndpointCreated;
import io.ringrift.p2p.engine.WebhookEvent.EndpointDeleted;
import io.ringrift.p2p.engine.WebhookEvent.EndpointDisabled;
import io.ringrift.p2p.engine.WebhookEvent.SecretRotated;
import io.ringrift.p2p.engine.WebhookEvent.Settled;
import io.ringrift.p2p.engine.WebhookStep.ConfigureEndpoints;
import io.ringrift.p2p.engine.WebhookStep.Configured;
import io.ringrift.p2p.engine.WebhookStep.NoteAlarm;
import io.ringrift.p2p.engine.WebhookStep.Outcome;
import io.ringrift.p2p.engine.WebhookStep.RecordDeliveries;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.RetrySchedule;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What becomes of what the leader notes about webhooks. */
final class WebhookRules {

    private static final Mandate SETTINGS = new Mandate("configuration", "the leader's settings");

    /** A delivery of a command; the first outcome that it names counts. */
    private record Row(EndpointId endpoint, long number) {}

    private WebhookRules() {}

    static Decision step(ClusterState state, WebhookStep step) {
        return switch (step) {
            case ConfigureEndpoints c -> configure(state.outbox(), c);
            case RecordDeliveries c -> record(state.outbox(), c);
            case NoteAlarm c -> note(state, c);
        };
    }

    private static Decision configure(Outbox outbox, ConfigureEndpoints c) {
        List<Event> events = new ArrayList<>();
        TreeMap<EndpointId, Configured> wanted = new TreeMap<>();
        c.endpoints().forEach(one -> wanted.put(one.id(), one));
        for (Endpoint known : outbox.endpoints().values()) {
            if (known.configured() && !wanted.containsKey(known.id())) {
                events.add(new EndpointDeleted(c.at(), SETTINGS, known.id()));
            }
        }
        int room = Outbox.MAX_ENDPOINTS - outbox.endpoints().size() + events.size();
        for (Configured one : wanted.values()) {
            Endpoint known = outbox.endpoints().get(one.id());
            if (known != null && known.configured()) {
                change(known, one, c.at(), events);
            } else if (known == null && room-- > 0) {
                events.add(
                        new EndpointCreated(
                                c.at(), SETTINGS, one.id(), one.settings(), one.secret(), true));
            }
        }
        return new Accepted(events);
    }

    private static void change(Endpoint known, Configured one, Instant at, List<Event> events) {
        if (!known.settings().equals(one.settings())) {
            events.add(new EndpointChanged(at, SETTINGS, one.id(), one.settings()));
        }
        if (one.secret() != null && !known.isNewestSecret(one.secret())) {
            events.add(new SecretRotated(at, SETTINGS, one.id(), one.secret()));
        }
    }

    private static Decision record(Outbox outbox, RecordDeliveries c) {
        List<Settled> results = new ArrayList<>();
        TreeMap<EndpointId, String> toDisable = new TreeMap<>();
        TreeSet<EndpointId> alive = new TreeSet<>();
        Set<Row> seen = new HashSet<>();
        int arrived = 0;
        for (Outcome outcome : c.outcomes()) {
            Endpoint endpoint = outbox.endpoints().get(outcome.endpoint());
            Settled settled = settled(endpoint, outcome, c.at());
            if (endpoint != null
                    && settled != null
                    && seen.add(new Row(endpoint.id(), settled.number()))) {
                results.add(settled);
                if (outcome.arrived()) {
                    arrived++;
                    alive.add(endpoint.id());
                }
                String why = why(endpoint, outcome, c.at());
                if (why != null && endpoint.disabled() == null) {
                    toDisable.putIfAbsent(endpoint.id(), why);
                }
            }
        }
        if (results.isEmpty()) {
            return Accepted.of();
        }
        List<Event> events = new ArrayList<>();
        events.add(new DeliveriesRecorded(c.at(), arrived, results.size() - arrived, results));
        toDisable.keySet().removeAll(alive);
        toDisable.forEach(
                (id, why) ->
                        events.add(new EndpointDisabled(c.at(), new Mandate("cluster", why), id)));
        return new Accepted(events);
    }

    /** Null for what is known already, was forgotten, or is about an earlier life of it. */
    private static @Nullable Settled settled(
            @Nullable Endpoint endpoint, Outcome outcome, Instant at) {
        Delivery now = endpoint == null ? null : endpoint.mailbox().waiting().get(outcome.number());
        if (now == null || now.tries() + 1 != outcome.attempt()) {
            return null;
        }
        Instant due =
                outcome.arrived() || outcome.gone()
                        ? null
                        : RetrySchedule.wait(
                                        outcome.attempt(),
                                        outcome.jitterMilli(),
                                        outcome.askedWait())
                                .map(at::plus)
                                .orElse(null);
        Delivery.Status status =
                outcome.arrived()
                        ? Delivery.Status.DELIVERED
                        : due == null ? Delivery.Status.PARKED : Delivery.Status.WAITING;
        return new Settled(
                outcome.endpoint(), outcome.number(), now.tried(status, due, outcome.how()));
    }

    /** Why it is to get no more, null when there is no reason. */
    private static @Nullable String why(Endpoint endpoint, Outcome outcome, Instant at) {
        if (outcome.gone()) {
            return "it answered " + outcome.how().status() + ": it wants no more";
        }
        Instant since = endpoint.mailbox().failingSince();
        boolean hopeless =
                !outcome.arrived()
                        && since != null
                        && Duration.between(since, at).compareTo(Endpoint.PATIENCE) >= 0;
        return hopeless
                ? "every try failed since " + since + "; the last one: " + told(outcome.how())
                : null;
    }

    private static String told(Delivery.Try how) {
        return how.fault() == null ? "it answered " + how.status() : how.fault();
    }

    private static Decision note(ClusterState state, NoteAlarm c) {
        NodeId node = c.alarm().node();
        if (node != null && !state.nodes().containsKey(node)) {
            return new Refused(new Rejection.UnknownNode(node));
        }
        boolean isRaised = state.outbox().alarms().containsKey(c.alarm());
        if (isRaised == c.raised()) {
            return Accepted.of();
        }
        return Accepted.of(
                c.raised()
                        ? new AlarmRaised(c.at(), c.alarm(), c.detail())
                        : new AlarmEnded(c.at(), c.alarm()));
    }
}
