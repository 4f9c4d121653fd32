package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What a person orders about webhooks. Used under {@link RulesVersion#WEBHOOKS}. */
public sealed interface WebhookOrder extends Command {

    Mandate mandate();

    EndpointId endpoint();

    /**
     * Tell somebody from now on.
     *
     * @param secret drawn by the leader, null for formats that are not signed
     */
    record CreateEndpoint(
            Instant at,
            Mandate mandate,
            EndpointId endpoint,
            EndpointSettings settings,
            @Nullable SigningSecret secret)
            implements WebhookOrder {}

    /** An order about an endpoint as somebody saw it. */
    sealed interface OfVersion extends WebhookOrder {
        /** The version that was seen; null for any. */
        @Nullable Integer version();
    }

    /**
     * Tell it something else, or elsewhere.
     *
     * @param secret for a format that is signed when the one before was not, else null
     */
    record ChangeEndpoint(
            Instant at,
            Mandate mandate,
            EndpointId endpoint,
            @Nullable Integer version,
            EndpointSettings settings,
            @Nullable SigningSecret secret)
            implements OfVersion {}

    /** Tell it nothing; what waits is parked. */
    record DisableEndpoint(
            Instant at, Mandate mandate, EndpointId endpoint, @Nullable Integer version)
            implements OfVersion {}

    /** Tell it again. */
    record EnableEndpoint(
            Instant at, Mandate mandate, EndpointId endpoint, @Nullable Integer version)
            implements OfVersion {}

    /** Forget it and all that waits for it. */
    record DeleteEndpoint(
            Instant at, Mandate mandate, EndpointId endpoint, @Nullable Integer version)
            implements OfVersion {}

    /** Sign with another secret; the old ones go on signing beside it for a while. */
    record RotateSecret(
            Instant at,
            Mandate mandate,
            EndpointId endpoint,
            @Nullable Integer version,
            SigningSecret secret)
            implements OfVersion {}

    /** Send it a message that says nothing. */
    record TestEndpoint(Instant at, Mandate mandate, EndpointId endpoint) implements WebhookOrder {}

    /**
     * Send messages again that arrived or were given up.
     *
     * @param numbers which; empty to choose by time
     * @param from not before, null for the oldest
     * @param to not after, null for the latest
     * @param parkedOnly only those that never arrived
     */
    record ReplayMessages(
            Instant at,
            Mandate mandate,
            EndpointId endpoint,
            List<Long> numbers,
            @Nullable Instant from,
            @Nullable Instant to,
            boolean parkedOnly)
            implements WebhookOrder {

        public ReplayMessages {
            numbers = List.copyOf(numbers);
        }
    }
}
