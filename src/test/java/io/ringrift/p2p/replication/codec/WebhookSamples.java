package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Delivery;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.engine.WebhookOrder;
import io.ringrift.p2p.engine.WebhookStep;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Commands about webhooks, and a state that remembers some. */
final class WebhookSamples {

    private static final Instant AT = Instant.parse("2026-11-22T12:34:56.789Z");
    private static final Epoch EPOCH = new Epoch(7);
    private static final NodeId NODE = new NodeId("gpu-1");
    private static final NodeStatus.Mandate MANDATE =
            new NodeStatus.Mandate("cluster", "the fan is loud");
    private static final EndpointId ENDPOINT = new EndpointId("pager");
    private static final EndpointSettings SETTINGS =
            new EndpointSettings(
                    "https://example.com/hook",
                    List.of("training.*", "node_offline"),
                    WebhookFormat.CLOUDEVENTS);

    private WebhookSamples() {}

    static List<Command> commands() {
        return List.of(
                new WebhookStep.ConfigureEndpoints(
                        AT,
                        EPOCH,
                        List.of(
                                new WebhookStep.Configured(ENDPOINT, SETTINGS, House.secret(1)),
                                new WebhookStep.Configured(ENDPOINT, SETTINGS, null))),
                new WebhookStep.RecordDeliveries(
                        AT,
                        EPOCH,
                        List.of(
                                new WebhookStep.Outcome(
                                        ENDPOINT,
                                        12,
                                        3,
                                        new Delivery.Try(AT, 503, 120, "busy", null),
                                        false,
                                        false,
                                        Duration.ofSeconds(60),
                                        500),
                                new WebhookStep.Outcome(
                                        ENDPOINT,
                                        13,
                                        1,
                                        new Delivery.Try(AT, 0, 5_000, "", "it timed out"),
                                        false,
                                        true,
                                        Duration.ZERO,
                                        0))),
                new WebhookStep.NoteAlarm(
                        AT, EPOCH, new Alarm(Alarm.Kind.DISK_LOW, NODE), true, "2 % free"),
                new WebhookStep.NoteAlarm(
                        AT, EPOCH, new Alarm(Alarm.Kind.QUEUE_STALLED, null), false, ""),
                new WebhookOrder.CreateEndpoint(AT, MANDATE, ENDPOINT, SETTINGS, House.secret(1)),
                new WebhookOrder.CreateEndpoint(AT, MANDATE, ENDPOINT, SETTINGS, null),
                new WebhookOrder.ChangeEndpoint(
                        AT, MANDATE, ENDPOINT, 3, SETTINGS, House.secret(1)),
                new WebhookOrder.ChangeEndpoint(AT, MANDATE, ENDPOINT, null, SETTINGS, null),
                new WebhookOrder.DisableEndpoint(AT, MANDATE, ENDPOINT, 3),
                new WebhookOrder.EnableEndpoint(AT, MANDATE, ENDPOINT, 3),
                new WebhookOrder.DeleteEndpoint(AT, MANDATE, ENDPOINT, 3),
                new WebhookOrder.RotateSecret(AT, MANDATE, ENDPOINT, 3, House.secret(2)),
                new WebhookOrder.TestEndpoint(AT, MANDATE, ENDPOINT),
                new WebhookOrder.ReplayMessages(
                        AT, MANDATE, ENDPOINT, List.of(1L, 2L), null, null, false),
                new WebhookOrder.ReplayMessages(
                        AT, MANDATE, ENDPOINT, List.of(), AT, AT.plusSeconds(60), true));
    }

    /** Who outside is told what, too. */
    static House house() {
        House house = House.with("a").ruled(7);
        Instant now = house.now();
        house.accept(new Command.FoundCluster(now, house.epoch(), new UUID(1, 2)));
        house.accept(house.endpoint("pager", "*"));
        house.accept(house.endpoint("chat", "node.*"));
        house.accept(
                new WebhookOrder.RotateSecret(
                        now, MANDATE, new EndpointId("chat"), null, House.secret(9)));
        house.accept(house.register("b", 1, House.FOUR_CORES));
        house.accept(house.submit(1));
        Delivery.Try fine = new Delivery.Try(now, 204, 12, "", null);
        Delivery.Try odd = new Delivery.Try(now, 0, 5_000, "", "it timed out");
        house.accept(
                new WebhookStep.RecordDeliveries(
                        now,
                        house.epoch(),
                        List.of(
                                new WebhookStep.Outcome(
                                        new EndpointId("pager"),
                                        1,
                                        1,
                                        fine,
                                        true,
                                        false,
                                        Duration.ZERO,
                                        0),
                                new WebhookStep.Outcome(
                                        new EndpointId("pager"),
                                        2,
                                        1,
                                        odd,
                                        false,
                                        false,
                                        Duration.ZERO,
                                        0))));
        house.accept(new WebhookOrder.DisableEndpoint(now, MANDATE, new EndpointId("chat"), null));
        house.accept(
                new WebhookStep.NoteAlarm(
                        now,
                        house.epoch(),
                        new Alarm(Alarm.Kind.DISK_LOW, new NodeId("a")),
                        true,
                        "2 % free"));
        return house;
    }
}
