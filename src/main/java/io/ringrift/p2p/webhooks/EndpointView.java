package io.ringrift.p2p.webhooks;

import com.fasterxml.jackson.annotation.JsonInclude;

import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.Mailbox;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * An endpoint as people see it.
 *
 * @param url without what makes a chat's address secret
 * @param status enabled or disabled
 * @param source rest or configuration
 * @param secrets in force, none of them shown
 * @param signingSecret the new secret, in the answer to what made it and never again
 */
record EndpointView(
        EndpointId endpointId,
        String url,
        List<String> events,
        WebhookFormat format,
        String status,
        @Nullable DisabledView disabled,
        String source,
        int version,
        Instant createdAt,
        List<SecretView> secrets,
        @Nullable String signingSecret,
        MailboxView deliveries) {

    record DisabledView(Instant at, String by, String reason) {}

    /**
     * A secret.
     *
     * @param hint enough to tell it from others
     * @param until when it no longer signs, missing for the newest
     */
    record SecretView(String hint, @Nullable Instant until) {}

    /** How its deliveries stand. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record MailboxView(
            int waiting,
            int parked,
            long delivered,
            long failures,
            long dropped,
            @Nullable Instant failingSince,
            @Nullable Instant lastDeliveredAt) {

        static MailboxView of(Mailbox box) {
            return new MailboxView(
                    box.waiting().size(),
                    box.parked().size(),
                    box.counts().delivered(),
                    box.counts().failures(),
                    box.counts().dropped(),
                    box.failingSince(),
                    box.deliveredAt());
        }
    }

    /**
     * @param shown the secret that was made just now, null to show none
     */
    static EndpointView of(Endpoint e, Instant now, @Nullable SigningSecret shown) {
        Endpoint.Disabled why = e.disabled();
        return new EndpointView(
                e.id(),
                Masking.url(e.settings()),
                e.settings().events(),
                e.settings().format(),
                why == null ? "enabled" : "disabled",
                why == null ? null : new DisabledView(why.at(), why.by(), why.reason()),
                e.configured() ? "configuration" : "rest",
                e.version(),
                e.createdAt(),
                e.secrets().stream()
                        .filter(one -> one.until() == null || one.until().isAfter(now))
                        .map(one -> new SecretView(hint(one.secret()), one.until()))
                        .toList(),
                shown == null ? null : shown.value(),
                MailboxView.of(e.mailbox()));
    }

    private static String hint(SigningSecret secret) {
        return "whsec_" + secret.value().substring("whsec_".length(), 9) + "…";
    }
}
