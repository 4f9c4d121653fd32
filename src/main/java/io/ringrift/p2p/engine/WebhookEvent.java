package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What happened about webhooks. */
public sealed interface WebhookEvent extends Event {

    /** Something that happened to one endpoint. */
    sealed interface OfEndpoint extends WebhookEvent {
        EndpointId endpoint();
    }

    record EndpointCreated(
            Instant at,
            Mandate mandate,
            EndpointId endpoint,
            EndpointSettings settings,
            @Nullable SigningSecret secret,
            boolean configured)
            implements OfEndpoint {}

    record EndpointChanged(
            Instant at, Mandate mandate, EndpointId endpoint, EndpointSettings settings)
            implements OfEndpoint {}

    /** It gets nothing from now on; what waited is parked. */
    record EndpointDisabled(Instant at, Mandate mandate, EndpointId endpoint)
            implements OfEndpoint {}

    record EndpointEnabled(Instant at, Mandate mandate, EndpointId endpoint)
            implements OfEndpoint {}

    record EndpointDeleted(Instant at, Mandate mandate, EndpointId endpoint)
            implements OfEndpoint {}

    record SecretRotated(Instant at, Mandate mandate, EndpointId endpoint, SigningSecret secret)
            implements OfEndpoint {}

    record EndpointTested(Instant at, Mandate mandate, EndpointId endpoint) implements OfEndpoint {}

    /**
     * Messages go out again.
     *
     * @param numbers which
     */
    record MessagesReplayed(Instant at, Mandate mandate, EndpointId endpoint, List<Long> numbers)
            implements OfEndpoint {}

    /**
     * What became of tries.
     *
     * @param arrived how many messages arrived
     * @param failed how many did not, or not yet
     */
    record DeliveriesRecorded(Instant at, int arrived, int failed, List<Settled> results)
            implements WebhookEvent {}

    /** A delivery as it is behind a try. */
    record Settled(EndpointId endpoint, long number, Delivery delivery) {}

    record AlarmRaised(Instant at, Alarm alarm, String detail) implements WebhookEvent {}

    record AlarmEnded(Instant at, Alarm alarm) implements WebhookEvent {}
}
