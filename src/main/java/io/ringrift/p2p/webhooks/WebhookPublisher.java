package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.webhooks.format.Letter;
import io.ringrift.p2p.webhooks.format.Letters;
import io.ringrift.p2p.webhooks.guard.UrlRules;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * One message to one receiver, now: the call that users of the predecessor know as {@code
 * send_webhook_notification(config, event, payload)}. It is tried once and written down nowhere, so
 * it may be lost; what must arrive is an event of the cluster and an endpoint that subscribed to
 * it.
 */
public final class WebhookPublisher {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookPublisher.class);
    private static final int ID_BYTES = 16;

    private final Courier courier;
    private final Clock clock;
    private final RandomGenerator dice;

    WebhookPublisher(Courier courier, Clock clock, RandomGenerator dice) {
        this.courier = courier;
        this.clock = clock;
        this.dice = dice;
    }

    /**
     * A receiver.
     *
     * @param url where the message goes; the same rules hold as for endpoints
     * @param events it wants: names, {@code training.*} for all that begin with {@code training_},
     *     {@code *} for all
     */
    public record WebhookConfig(String url, List<String> events) {

        public WebhookConfig {
            events = List.copyOf(events);
        }

        boolean wants(String event) {
            return events.stream().anyMatch(pattern -> matches(pattern, event));
        }

        private static boolean matches(String pattern, String event) {
            return pattern.equals("*")
                    || pattern.equals(event)
                    || (pattern.endsWith(".*")
                            && event.startsWith(pattern.substring(0, pattern.length() - 2) + "_"));
        }
    }

    /**
     * Posts {@code {type, timestamp, data}}, unsigned, once. Blocks until there is an answer.
     *
     * @param payload becomes {@code data}
     * @return whether the receiver took it; false also when it does not want the event
     * @throws IllegalArgumentException when the URL breaks a rule
     */
    public boolean sendWebhookNotification(
            WebhookConfig config, String event, Map<String, ?> payload) {
        URI url = UrlRules.check(config.url());
        if (!config.wants(event)) {
            return false;
        }
        Instant now = clock.instant();
        byte[] id = new byte[ID_BYTES];
        dice.nextBytes(id);
        Letter letter =
                Letters.signed(
                        "application/json",
                        "msg_" + HexFormat.of().formatHex(id),
                        List.of(),
                        now,
                        Letters.standard(event, now, payload));
        Answer answer = courier.post(url, letter);
        if (!answer.isFine()) {
            LOG.warn(
                    "{} was not taken by {}: {}",
                    event,
                    url.getHost(),
                    answer.fault() == null ? "it answered " + answer.status() : answer.fault());
        }
        return answer.isFine();
    }
}
