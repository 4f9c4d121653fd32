package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.RetrySchedule;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What people and a leader might want of webhooks, with few endpoints, so that orders meet. */
final class RandomWebhooks {

    private static final Mandate MANDATE = new Mandate("somebody", "for a reason");
    private static final List<String> EVENTS = List.of("*", "job.*", "node_joined", "training.*");

    private final SplittableRandom random;
    private final ClusterState state;
    private final Instant now;
    private final Epoch epoch;

    private RandomWebhooks(SplittableRandom random, ClusterState state, Instant now, Epoch epoch) {
        this.random = random;
        this.state = state;
        this.now = now;
        this.epoch = epoch;
    }

    static Command next(SplittableRandom random, ClusterState state, Instant now, Epoch epoch) {
        RandomWebhooks draw = new RandomWebhooks(random, state, now, epoch);
        return switch (random.nextInt(12)) {
            case 0, 1 -> draw.create();
            case 2, 3, 4, 5 -> draw.order();
            case 6 -> draw.configure();
            case 8 -> draw.alarm();
            case 7 -> draw.alarm();
            default -> draw.outcomes();
        };
    }

    private EndpointId id() {
        return new EndpointId("e" + random.nextInt(4));
    }

    private EndpointId someKnown() {
        List<EndpointId> known = List.copyOf(state.outbox().endpoints().keySet());
        return known.isEmpty() ? id() : known.get(random.nextInt(known.size()));
    }

    private EndpointSettings settings() {
        return new EndpointSettings(
                "https://example.com/" + random.nextInt(2),
                List.of(EVENTS.get(random.nextInt(EVENTS.size()))),
                random.nextInt(4) == 0 ? WebhookFormat.SLACK : WebhookFormat.STANDARD);
    }

    private Command create() {
        return new WebhookOrder.CreateEndpoint(
                now,
                MANDATE,
                id(),
                settings(),
                random.nextBoolean() ? null : House.secret(random.nextInt(3)));
    }

    private Command configure() {
        List<WebhookStep.Configured> wanted = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            wanted.add(
                    new WebhookStep.Configured(
                            new EndpointId("e" + (2 + random.nextInt(3))),
                            settings(),
                            House.secret(random.nextInt(3))));
        }
        return new WebhookStep.ConfigureEndpoints(now, epoch, wanted);
    }

    private Command alarm() {
        return new WebhookStep.NoteAlarm(
                now,
                epoch,
                random.nextBoolean()
                        ? new Alarm(Alarm.Kind.QUEUE_STALLED, null)
                        : new Alarm(Alarm.Kind.DISK_LOW, new NodeId("n" + random.nextInt(4))),
                random.nextBoolean(),
                "so it is");
    }

    private @Nullable Integer version(EndpointId id) {
        Endpoint known = state.outbox().endpoints().get(id);
        return switch (random.nextInt(3)) {
            case 0 -> null;
            case 1 -> 3;
            default -> known == null ? null : known.version();
        };
    }

    private Command order() {
        EndpointId id = random.nextInt(4) == 0 ? id() : someKnown();
        Endpoint known = state.outbox().endpoints().get(id);
        if (known != null && known.disabled() != null && random.nextBoolean()) {
            return new WebhookOrder.EnableEndpoint(now, MANDATE, id, null);
        }
        return switch (random.nextInt(9)) {
            case 0 ->
                    new WebhookOrder.ChangeEndpoint(
                            now, MANDATE, id, version(id), settings(), House.secret(1));
            case 1 -> new WebhookOrder.DisableEndpoint(now, MANDATE, id, version(id));
            case 2 -> new WebhookOrder.EnableEndpoint(now, MANDATE, id, version(id));
            case 4 -> new WebhookOrder.DeleteEndpoint(now, MANDATE, id, version(id));
            case 5 ->
                    new WebhookOrder.RotateSecret(
                            now, MANDATE, id, version(id), House.secret(random.nextInt(3)));
            case 6 -> new WebhookOrder.TestEndpoint(now, MANDATE, id);
            default -> replay(id);
        };
    }

    private Command replay(EndpointId id) {
        List<Long> numbers =
                random.nextBoolean()
                        ? List.of()
                        : List.of(1L + random.nextLong(1 + state.outbox().last()));
        return new WebhookOrder.ReplayMessages(
                now,
                MANDATE,
                id,
                numbers,
                random.nextBoolean() ? null : now.minusSeconds(60),
                random.nextBoolean() ? null : now,
                random.nextBoolean());
    }

    /** Of what waits, mostly; some arrive, some are repeated, some are about nothing. */
    private Command outcomes() {
        List<WebhookStep.Outcome> outcomes = new ArrayList<>();
        for (Endpoint endpoint : state.outbox().endpoints().values()) {
            for (var row : endpoint.mailbox().waiting().entrySet()) {
                if (random.nextInt(3) == 0 && outcomes.size() < 5) {
                    outcomes.add(outcome(endpoint.id(), row.getKey(), row.getValue().tries() + 1));
                }
            }
        }
        outcomes.add(outcome(id(), random.nextInt(20), 1 + random.nextInt(RetrySchedule.tries())));
        return new WebhookStep.RecordDeliveries(now, epoch, outcomes);
    }

    private WebhookStep.Outcome outcome(EndpointId id, long number, int attempt) {
        boolean arrived = random.nextInt(3) == 0;
        return new WebhookStep.Outcome(
                id,
                number,
                attempt,
                new Delivery.Try(now, arrived ? 200 : 500, 5, "answer", null),
                arrived,
                !arrived && random.nextInt(40) == 0,
                Duration.ofSeconds(random.nextInt(100)),
                random.nextInt(1_001));
    }

    /** The same step as another leader would propose it. */
    static Command.Fenced under(Epoch epoch, WebhookStep step) {
        return switch (step) {
            case WebhookStep.ConfigureEndpoints c ->
                    new WebhookStep.ConfigureEndpoints(c.at(), epoch, c.endpoints());
            case WebhookStep.RecordDeliveries c ->
                    new WebhookStep.RecordDeliveries(c.at(), epoch, c.outcomes());
            case WebhookStep.NoteAlarm c ->
                    new WebhookStep.NoteAlarm(c.at(), epoch, c.alarm(), c.raised(), c.detail());
        };
    }
}
