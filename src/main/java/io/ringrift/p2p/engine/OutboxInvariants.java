package io.ringrift.p2p.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What must be true of the outbox in every reachable state. */
final class OutboxInvariants {

    private final ClusterState state;
    private final Outbox outbox;
    private final BiConsumer<Boolean, String> require;
    private final Map<Long, Integer> readers = new TreeMap<>();

    OutboxInvariants(ClusterState state, BiConsumer<Boolean, String> require) {
        this.state = state;
        this.outbox = state.outbox();
        this.require = require;
    }

    void check() {
        outbox.endpoints().forEach((id, endpoint) -> require(id.equals(endpoint.id()), "" + id));
        outbox.endpoints().values().forEach(this::endpoint);
        Map<Long, Integer> counted = new TreeMap<>();
        outbox.messages().forEach((number, message) -> counted.put(number, message.readers()));
        require(
                counted.equals(readers),
                "messages count readers " + counted + ", but there are " + readers);
        require(
                outbox.messages().isEmpty() || outbox.messages().lastKey() <= outbox.last(),
                "a message to come: " + outbox.messages().keySet());
        require(
                outbox.equals(
                        Outbox.of(
                                outbox.last(),
                                outbox.leader(),
                                outbox.endpoints(),
                                outbox.messages(),
                                outbox.alarms())),
                "subscribers are not those of the endpoints: " + outbox.subscribers());
        require(
                outbox.alarms().keySet().stream()
                        .allMatch(
                                alarm ->
                                        alarm.node() == null
                                                || state.nodes().containsKey(alarm.node())),
                "alarms of unknown nodes: " + outbox.alarms());
    }

    private void endpoint(Endpoint endpoint) {
        Mailbox box = endpoint.mailbox();
        String name = "endpoint " + endpoint.id();
        require(
                endpoint.disabled() == null || box.waiting().isEmpty(),
                name + " is disabled and waits");
        require(
                endpoint.secrets().isEmpty() || endpoint.secrets().getFirst().until() == null,
                name + " has no newest secret");
        rows(name, box.waiting(), Delivery.Status.WAITING);
        rows(name, box.parked(), Delivery.Status.PARKED);
        rows(name, box.delivered(), Delivery.Status.DELIVERED);
    }

    private void rows(String name, Map<Long, Delivery> rows, Delivery.Status status) {
        rows.forEach(
                (number, delivery) -> {
                    readers.merge(number, 1, Integer::sum);
                    require(
                            delivery.status() == status
                                    && (delivery.due() != null)
                                            == (status == Delivery.Status.WAITING),
                            name + " files message " + number + " wrongly: " + delivery);
                });
    }

    private void require(boolean holds, String violation) {
        require.accept(holds, violation);
    }
}
