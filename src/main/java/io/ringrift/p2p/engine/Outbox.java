package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.Topic;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * What leaves the house and to whom. A message is written by the same step as the fact that it
 * tells of, and kept until each endpoint that subscribed got it or was given up, and a while longer
 * for replays. Every endpoint has its own share of the rows, so that one that takes nothing costs
 * the others none of theirs.
 *
 * @param last number of the latest message; it never goes back
 * @param leader who claimed leadership last
 * @param endpoints at most {@value #MAX_ENDPOINTS}
 * @param subscribers enabled endpoints by topic, derived from them
 * @param messages to which a delivery refers
 * @param alarms that are raised, and since when
 */
public record Outbox(
        long last,
        @Nullable NodeId leader,
        TreePMap<EndpointId, Endpoint> endpoints,
        TreePMap<Topic, TreePSet<EndpointId>> subscribers,
        TreePMap<Long, Message> messages,
        TreePMap<Alarm, Instant> alarms) {

    public static final int MAX_ENDPOINTS = 2_000;

    /** Deliveries of all endpoints that wait: at most some 100 MB when each has a long answer. */
    public static final int MAX_WAITING = 100_000;

    private static final int LEAST_WAITING = 50;
    private static final int MOST_WAITING = 10_000;
    private static final int LEAST_HISTORY = 20;
    private static final int MOST_HISTORY = 1_000;

    public static final Outbox EMPTY =
            new Outbox(
                    0,
                    null,
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty());

    /** As a snapshot has it: what is derived is derived again. */
    public static Outbox of(
            long last,
            @Nullable NodeId leader,
            TreePMap<EndpointId, Endpoint> endpoints,
            TreePMap<Long, Message> messages,
            TreePMap<Alarm, Instant> alarms) {
        return new Outbox(last, leader, endpoints, subscribers(endpoints), messages, alarms);
    }

    private static TreePMap<Topic, TreePSet<EndpointId>> subscribers(
            TreePMap<EndpointId, Endpoint> endpoints) {
        TreePMap<Topic, TreePSet<EndpointId>> all = TreePMap.empty();
        for (Endpoint endpoint : endpoints.values()) {
            if (endpoint.disabled() == null) {
                for (Topic topic : endpoint.settings().topics()) {
                    TreePSet<EndpointId> others = all.getOrDefault(topic, TreePSet.empty());
                    all = all.plus(topic, others.plus(endpoint.id()));
                }
            }
        }
        return all;
    }

    /** Deliveries that may wait for one endpoint, and as many may be parked. */
    public int share() {
        return Math.clamp(MAX_WAITING / Math.max(1, endpoints.size()), LEAST_WAITING, MOST_WAITING);
    }

    /** Messages that arrived and are kept for one endpoint all the same. */
    public int history() {
        return Math.clamp(share() / 10, LEAST_HISTORY, MOST_HISTORY);
    }

    /** Tells everybody who subscribed; the same outbox when nobody did. */
    Outbox posted(Topic topic, Instant at, @Nullable UUID cluster, List<Fact> facts) {
        TreePSet<EndpointId> readers = subscribers.get(topic);
        return readers == null ? this : posted(readers, topic, at, cluster, facts);
    }

    Outbox posted(
            Set<EndpointId> readers,
            Topic topic,
            Instant at,
            @Nullable UUID cluster,
            List<Fact> facts) {
        long number = last + 1;
        Message message = new Message(number, cluster, topic, at, facts, readers.size());
        TreePMap<EndpointId, Endpoint> next = endpoints;
        Forgetting kept = new Forgetting(messages.plus(number, message));
        for (EndpointId id : readers) {
            Endpoint endpoint = next.get(id);
            if (endpoint != null) {
                Mailbox box = endpoint.mailbox().with(number, Delivery.due(at));
                next = next.plus(id, endpoint.with(kept.trimmed(box, share(), history())));
            }
        }
        return new Outbox(number, leader, next, subscribers, kept.messages(), alarms);
    }

    /** With another mailbox of an endpoint, cut to its share. */
    Outbox with(Endpoint endpoint, Mailbox box) {
        Forgetting kept = new Forgetting(messages);
        Mailbox trimmed = kept.trimmed(box, share(), history());
        return new Outbox(
                last,
                leader,
                endpoints.plus(endpoint.id(), endpoint.with(trimmed)),
                subscribers,
                kept.messages(),
                alarms);
    }

    /** With an endpoint that is new or wants something else. */
    Outbox with(Endpoint endpoint) {
        return of(last, leader, endpoints.plus(endpoint.id(), endpoint), messages, alarms);
    }

    Outbox without(Endpoint endpoint) {
        Forgetting kept = new Forgetting(messages);
        kept.forgetAll(endpoint.mailbox());
        return of(last, leader, endpoints.minus(endpoint.id()), kept.messages(), alarms);
    }

    Outbox led(NodeId by) {
        return new Outbox(last, by, endpoints, subscribers, messages, alarms);
    }

    Outbox with(TreePMap<Alarm, Instant> now) {
        return new Outbox(last, leader, endpoints, subscribers, messages, now);
    }

    /** With the rows of a part of a backup. */
    Outbox plusAll(Outbox other) {
        TreePMap<EndpointId, Endpoint> all = endpoints;
        for (Endpoint more : other.endpoints.values()) {
            Endpoint known = all.get(more.id());
            Mailbox box = known == null ? more.mailbox() : known.mailbox().plusAll(more.mailbox());
            all = all.plus(more.id(), more.with(box));
        }
        return of(
                Math.max(last, other.last),
                other.leader,
                all,
                messages.plusAll(other.messages),
                alarms.plusAll(other.alarms));
    }

    /** As a cluster has it that was just founded; numbers that were used stay used. */
    Outbox emptied() {
        return new Outbox(
                last, null, EMPTY.endpoints, EMPTY.subscribers, EMPTY.messages, EMPTY.alarms);
    }
}
