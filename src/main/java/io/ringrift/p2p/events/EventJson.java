package io.ringrift.p2p.events;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonValue;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.WebhookEvent;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.web.StrictJson;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.Map;

/**
 * Events as clients see them. Left out by their type, wherever they occur: attempt tokens,
 * idempotency keys and signing secrets, because they are secrets; free documents (metadata,
 * metrics), because they may be large and {@code GET /jobs/{id}} shows them; and what a part of a
 * backup held.
 */
final class EventJson {

    /** The time comes first and from the command, since not every event has one of its own. */
    @JsonIgnoreProperties({"at", "fingerprint"})
    private interface OnTheWire {}

    /** Up to a thousand files, which {@code GET /data/files} shows. */
    @JsonIgnoreProperties({"at", "incarnation", "added", "removed"})
    private interface WithoutFiles {}

    /** What receivers answered is shown by {@code GET /webhooks/deliveries}. */
    @JsonIgnoreProperties({"at", "results"})
    private interface WithoutAnswers {}

    /** The address of a webhook is often a secret itself. */
    @JsonIgnoreProperties("url")
    private interface WithoutAddress {}

    /** Labels are the object that people write. */
    private interface AsItIs {
        @JsonValue
        Map<String, String> all();
    }

    private static final class Names extends SnakeCaseStrategy {

        private static final long serialVersionUID = 1L;

        @Override
        public String translate(String name) {
            return name.equals("node") || name.equals("endpoint")
                    ? name + "_id"
                    : super.translate(name);
        }
    }

    private final JsonMapper json =
            StrictJson.applyTo(JsonMapper.builder())
                    .propertyNamingStrategy(new Names())
                    .changeDefaultVisibility(
                            seen -> seen.withIsGetterVisibility(JsonAutoDetect.Visibility.NONE))
                    .withConfigOverride(AttemptToken.class, type -> type.setIsIgnoredType(true))
                    .withConfigOverride(IdempotencyKey.class, type -> type.setIsIgnoredType(true))
                    .withConfigOverride(SigningSecret.class, type -> type.setIsIgnoredType(true))
                    .withConfigOverride(JsonText.class, type -> type.setIsIgnoredType(true))
                    .withConfigOverride(ClusterState.class, type -> type.setIsIgnoredType(true))
                    .addMixIn(Event.class, OnTheWire.class)
                    .addMixIn(Event.ManifestRecorded.class, WithoutFiles.class)
                    .addMixIn(WebhookEvent.DeliveriesRecorded.class, WithoutAnswers.class)
                    .addMixIn(EndpointSettings.class, WithoutAddress.class)
                    .addMixIn(Labels.class, AsItIs.class)
                    .build();

    /**
     * @param log names the log in the id
     * @param at when the leader took in what led to it
     */
    StoredEvent store(String log, EventId id, Instant at, Event event) {
        String type = EventTypes.of(event);
        Subjects subjects = Subjects.of(event);
        return new StoredEvent(
                id, type, subjects.jobs(), subjects.nodes(), json(id.in(log), at, type, event));
    }

    private String json(String id, Instant at, String type, Event event) {
        String body = json.writeValueAsString(event);
        StringBuilder text = new StringBuilder(body.length() + 120);
        text.append("{\"id\":\"").append(id);
        text.append("\",\"type\":\"").append(type).append("\",\"at\":\"").append(at).append('"');
        if (body.length() > 2) {
            text.append(',');
        }
        return text.append(body, 1, body.length()).toString();
    }
}
