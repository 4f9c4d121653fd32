package io.ringrift.p2p.model.webhook;

/** How a message is written. */
public enum WebhookFormat {
    /** Standard Webhooks 1.0. */
    STANDARD,
    /** CloudEvents 1.0 in structured mode, signed like {@link #STANDARD}. */
    CLOUDEVENTS,
    /** Blocks for an incoming webhook of Slack. */
    SLACK,
    /** An embed for a webhook of Discord. */
    DISCORD;

    /** Whether a receiver can check who wrote it; others know it by their secret address. */
    public boolean isSigned() {
        return this == STANDARD || this == CLOUDEVENTS;
    }
}
