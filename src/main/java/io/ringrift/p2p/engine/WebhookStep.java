package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What the leader notes about webhooks: what its settings say, what became of tries, and what it
 * sees that is wrong. Used under {@link RulesVersion#WEBHOOKS}.
 */
public sealed interface WebhookStep extends Command.Fenced {

    /** Have these endpoints, and no other ones that came from settings. */
    record ConfigureEndpoints(Instant at, Epoch epoch, List<Configured> endpoints)
            implements WebhookStep {

        public ConfigureEndpoints {
            endpoints = List.copyOf(endpoints);
        }
    }

    /** An endpoint of the leader's settings. */
    record Configured(EndpointId id, EndpointSettings settings, @Nullable SigningSecret secret) {}

    /** Take in what became of tries; one that is known already or comes too late is passed over. */
    record RecordDeliveries(Instant at, Epoch epoch, List<Outcome> outcomes)
            implements WebhookStep {

        /** Outcomes of one command, so that no entry takes long to apply. */
        public static final int MAX_OUTCOMES = 500;

        public RecordDeliveries {
            outcomes = List.copyOf(outcomes);
        }
    }

    /**
     * What became of a try.
     *
     * @param number of the message
     * @param attempt number of the try, from 1
     * @param arrived whether the receiver took the message
     * @param gone whether the receiver wants no more, ever
     * @param askedWait what the receiver asked for, zero for nothing
     * @param jitterMilli drawn by the leader, 0 to 1,000
     */
    record Outcome(
            EndpointId endpoint,
            long number,
            int attempt,
            Delivery.Try how,
            boolean arrived,
            boolean gone,
            Duration askedWait,
            int jitterMilli) {}

    /**
     * Something is wrong, or is not any more.
     *
     * @param raised whether it is wrong
     * @param detail one sentence with the numbers
     */
    record NoteAlarm(Instant at, Epoch epoch, Alarm alarm, boolean raised, String detail)
            implements WebhookStep {}
}
