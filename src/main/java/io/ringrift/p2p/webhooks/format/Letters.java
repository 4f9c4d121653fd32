package io.ringrift.p2p.webhooks.format;

import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.WebhookFormat;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes messages as their endpoint wants them. The same message gives the same body each time. */
public final class Letters {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String TYPE_PREFIX = "io.ringrift.p2p.";
    private static final List<String> SUBJECTS =
            List.of("job_id", "node_id", "config_key", "endpoint_id", "leader_id");

    private Letters() {}

    /** How many messages may share a letter: people want one post for a burst, programs do not. */
    public static int most(WebhookFormat format) {
        return switch (format) {
            case STANDARD, CLOUDEVENTS -> 1;
            case SLACK -> SlackBody.MOST_MESSAGES;
            case DISCORD -> DiscordBody.MOST_MESSAGES;
        };
    }

    /**
     * Writes and signs.
     *
     * @param messages at least one, at most {@link #most}
     * @param now the time that is signed
     */
    public static Letter of(Endpoint endpoint, List<Message> messages, Instant now) {
        Message first = messages.getFirst();
        return switch (endpoint.settings().format()) {
            case STANDARD -> {
                String text = standard(first.topic().wireName(), first.at(), Wording.data(first));
                yield signed("application/json", first.id(), endpoint.signing(now), now, text);
            }
            case CLOUDEVENTS ->
                    signed(
                            "application/cloudevents+json; charset=UTF-8",
                            first.id(),
                            endpoint.signing(now),
                            now,
                            json(cloudEvent(first)));
            case SLACK -> plain(json(SlackBody.of(messages)));
            case DISCORD -> plain(json(DiscordBody.of(messages)));
        };
    }

    /** The body that Standard Webhooks recommends. */
    public static String standard(String type, Instant at, Map<String, ?> data) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", type);
        body.put("timestamp", at.toString());
        body.put("data", data);
        return json(body);
    }

    /** With the headers of Standard Webhooks; without a signature when there is no secret. */
    public static Letter signed(
            String contentType, String id, List<SigningSecret> secrets, Instant now, String text) {
        Map<String, String> headers = new TreeMap<>();
        headers.put("content-type", contentType);
        headers.put("webhook-id", id);
        headers.put("webhook-timestamp", Long.toString(now.getEpochSecond()));
        if (!secrets.isEmpty()) {
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            headers.put("webhook-signature", Signatures.of(secrets, id, now, body));
        }
        return new Letter(headers, text);
    }

    /** CloudEvents 1.0, JSON event format. */
    private static Map<String, Object> cloudEvent(Message message) {
        Map<String, Object> data = Wording.data(message);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("specversion", "1.0");
        event.put("id", message.id());
        event.put(
                "source",
                message.cluster() == null
                        ? "urn:ringrift:cluster"
                        : "urn:uuid:" + message.cluster());
        event.put("type", TYPE_PREFIX + message.topic().wireName());
        event.put("time", message.at().toString());
        SUBJECTS.stream()
                .filter(data::containsKey)
                .findFirst()
                .ifPresent(name -> event.put("subject", data.get(name)));
        event.put("datacontenttype", "application/json");
        event.put("data", data);
        return event;
    }

    private static Letter plain(String text) {
        return new Letter(Map.of("content-type", "application/json; charset=utf-8"), text);
    }

    private static String json(Map<String, Object> body) {
        return JSON.writeValueAsString(body);
    }
}
