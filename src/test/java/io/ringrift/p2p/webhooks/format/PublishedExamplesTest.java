package io.ringrift.p2p.webhooks.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.Mailbox;
import io.ringrift.p2p.engine.Message;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.Fact;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.Topic;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.web.Doors;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What is sent has the shape of the examples that the formats' specifications publish: every member
 * is one that an example (or the table beside it) shows at that place, with the same JSON type.
 * Signatures are checked against published vectors in SignaturesTest.
 */
class PublishedExamplesTest {

    private static final Instant AT = Instant.parse("2026-11-22T12:34:56.789Z");

    /**
     * By format: the published example in which types stand for texts, and members of the tables
     * beside it that no example has.
     *
     * <ul>
     *   <li>Standard Webhooks 1.0, "Payload structure"
     *   <li>CloudEvents 1.0.2, JSON format, 3.2, the third example; {@code subject} is a String
     *       there and null in the example
     *   <li>Slack, "Block Kit": section and context block with mrkdwn text objects ({@code
     *       verbatim} from the table), "Sending messages using incoming webhooks" for {@code text}
     *   <li>Discord, "Message": Create Message, embed structure, allowed mentions that suppress all
     * </ul>
     */
    private static final Map<WebhookFormat, String> PUBLISHED =
            Map.of(
                    WebhookFormat.STANDARD,
                    """
                    {"type":"user.created","timestamp":"2022-11-03T20:26:10.344522Z",
                     "data":{}}
                    """,
                    WebhookFormat.CLOUDEVENTS,
                    """
                    {"specversion":"1.0","type":"com.example.someevent","source":"/mycontext",
                     "subject":"a","id":"C234-1234-1234","time":"2018-04-05T17:31:00Z",
                     "datacontenttype":"application/json","data":{}}
                    """,
                    WebhookFormat.SLACK,
                    """
                    {"text":"a","blocks":[
                      {"type":"section","text":{"type":"mrkdwn","text":"a","verbatim":true},
                       "elements":[{"type":"mrkdwn","text":"a","verbatim":true}]}]}
                    """,
                    WebhookFormat.DISCORD,
                    """
                    {"content":"a","tts":false,"allowed_mentions":{"parse":[]},
                     "embeds":[{"title":"a","description":"a","timestamp":"a","color":1,
                       "footer":{"text":"a"},
                       "fields":[{"name":"a","value":"a","inline":true}]}]}
                    """);

    @ParameterizedTest
    @EnumSource(WebhookFormat.class)
    void nothingIsSentThatTheFormatDoesNotShow(WebhookFormat format) {
        Message message =
                new Message(
                        7,
                        UUID.fromString("0b5c7d1e-4f3a-4b6c-9d8e-7f6a5b4c3d2e"),
                        Topic.NODE_OFFLINE,
                        AT,
                        List.of(Fact.of("node_id", "gpu-1"), Fact.of("silent_seconds", 15)),
                        1);
        Endpoint endpoint =
                new Endpoint(
                        new EndpointId("pager"),
                        new EndpointSettings("https://example.com/", List.of("*"), format),
                        List.of(new Endpoint.Signing(SigningSecret.of(new byte[32]), null)),
                        false,
                        1,
                        AT,
                        null,
                        Mailbox.EMPTY);
        JsonNode sent = Doors.JSON.readTree(Letters.of(endpoint, List.of(message), AT).body());
        Map<String, String> shown = shape(Doors.JSON.readTree(published(format)));
        assertThat(shape(sent)).isNotEmpty();
        shape(sent)
                .forEach(
                        (path, type) ->
                                assertThat(shown)
                                        .as(format + " " + path)
                                        .containsEntry(path, type));
    }

    private static String published(WebhookFormat format) {
        String example = PUBLISHED.get(format);
        assertThat(example).as("a format without a published example").isNotNull();
        return String.valueOf(example);
    }

    /** JSON types by path; the data of an event is its own affair. */
    private static Map<String, String> shape(JsonNode node) {
        Map<String, String> types = new TreeMap<>();
        collect("", node, types);
        return types;
    }

    private static void collect(String path, JsonNode node, Map<String, String> types) {
        types.put(path, node.getNodeType().name());
        if (node.isObject() && !path.equals("/data")) {
            node.propertyStream()
                    .forEach(one -> collect(path + "/" + one.getKey(), one.getValue(), types));
        }
        node.valueStream()
                .filter(_ -> node.isArray())
                .forEach(one -> collect(path + "[]", one, types));
    }
}
