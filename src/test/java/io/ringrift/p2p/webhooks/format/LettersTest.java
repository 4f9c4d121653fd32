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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

class LettersTest {

    private static final Instant AT = Instant.parse("2026-11-22T12:34:56.789Z");
    private static final Instant NOW = AT.plusSeconds(300);
    private static final SigningSecret SECRET = SigningSecret.of(new byte[32]);
    private static final UUID CLUSTER = UUID.fromString("0b5c7d1e-4f3a-4b6c-9d8e-7f6a5b4c3d2e");

    private static Endpoint endpoint(WebhookFormat format) {
        return new Endpoint(
                new EndpointId("pager"),
                new EndpointSettings("https://example.com/", List.of("*"), format),
                List.of(new Endpoint.Signing(SECRET, null)),
                false,
                1,
                AT,
                null,
                Mailbox.EMPTY);
    }

    private static Message message(long number, Topic topic, Fact... facts) {
        return new Message(number, CLUSTER, topic, AT, List.of(facts), 1);
    }

    private static final Message OFFLINE =
            message(
                    7,
                    Topic.NODE_OFFLINE,
                    Fact.of("node_id", "gpu-1"),
                    Fact.of("silent_seconds", 15));

    private static Letter letter(WebhookFormat format, Message... messages) {
        return Letters.of(endpoint(format), List.of(messages), NOW);
    }

    private static JsonNode json(Letter letter) {
        return Doors.JSON.readTree(letter.body());
    }

    @Test
    void theDefaultIsWhatStandardWebhooksRecommends() {
        Letter letter = letter(WebhookFormat.STANDARD, OFFLINE);
        assertThat(letter.text())
                .isEqualTo(
                        "{\"type\":\"node_offline\",\"timestamp\":\"2026-11-22T12:34:56.789Z\","
                                + "\"data\":{\"node_id\":\"gpu-1\",\"silent_seconds\":15}}");
        assertThat(letter.headers())
                .containsEntry("webhook-id", "msg_0b5c7d1e4f3a_7")
                .containsEntry("webhook-timestamp", Long.toString(NOW.getEpochSecond()))
                .containsEntry("content-type", "application/json");
        assertThat(
                        new StandardReceiver(SECRET.value())
                                .verifies(letter.headers(), letter.body(), NOW.getEpochSecond()))
                .isTrue();
    }

    /** The rules of CloudEvents 1.0.2, "Context Attributes", and of its JSON format, 3.1. */
    @ParameterizedTest
    @EnumSource(Topic.class)
    void aCloudEventHasItsRequiredAttributes(Topic topic) {
        Letter letter =
                letter(WebhookFormat.CLOUDEVENTS, message(7, topic, Fact.of("node_id", "gpu-1")));
        assertThat(letter.headers().get("content-type")).startsWith("application/cloudevents+json");
        JsonNode event = json(letter);
        assertThat(event.get("specversion").stringValue()).isEqualTo("1.0");
        assertThat(event.get("id").stringValue()).isEqualTo("msg_0b5c7d1e4f3a_7");
        assertThat(event.get("source").stringValue()).isEqualTo("urn:uuid:" + CLUSTER);
        assertThat(event.get("type").stringValue())
                .isEqualTo("io.ringrift.p2p." + topic.wireName());
        assertThat(Instant.parse(event.get("time").stringValue())).isEqualTo(AT);
        assertThat(event.get("subject").stringValue()).isEqualTo("gpu-1");
        assertThat(event.get("datacontenttype").stringValue()).isEqualTo("application/json");
        assertThat(event.get("data").get("node_id").stringValue()).isEqualTo("gpu-1");
        assertThat(event.propertyNames()).allMatch(name -> name.matches("[a-z0-9]{1,20}"));
        assertThat(
                        new StandardReceiver(SECRET.value())
                                .verifies(letter.headers(), letter.body(), NOW.getEpochSecond()))
                .isTrue();
    }

    @Test
    void slackGetsBlocksInWhichNobodyIsCalled() {
        JsonNode post =
                json(
                        letter(
                                WebhookFormat.SLACK,
                                message(
                                        8,
                                        Topic.JOB_FAILED,
                                        Fact.of("error", "<!channel> a & b <https://x|y>"))));
        JsonNode section = post.get("blocks").get(0);
        assertThat(section.get("type").stringValue()).isEqualTo("section");
        assertThat(section.get("text").get("type").stringValue()).isEqualTo("mrkdwn");
        assertThat(section.get("text").get("text").stringValue())
                .isEqualTo("*Job failed*\nerror: &lt;!channel&gt; a &amp; b &lt;https://x|y&gt;");
        assertThat(post.get("text").stringValue()).isEqualTo("Job failed");
        assertThat(post.get("blocks").get(1).get("elements").get(0).get("text").stringValue())
                .contains("msg_0b5c7d1e4f3a_8");
    }

    private static Message[] burst(int count) {
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            facts.add(Fact.of("fact_" + i, String.join("", Collections.nCopies(250, "🎲&"))));
        }
        return IntStream.range(0, count)
                .mapToObj(i -> message(i, Topic.JOB_FAILED, facts.toArray(Fact[]::new)))
                .toArray(Message[]::new);
    }

    @Test
    void aBurstIsOnePostWithinSlacksLimits() {
        JsonNode post = json(letter(WebhookFormat.SLACK, burst(SlackBody.MOST_MESSAGES)));
        assertThat(post.get("blocks").size()).isEqualTo(40).isLessThanOrEqualTo(50);
        for (JsonNode block : post.get("blocks")) {
            String text =
                    block.has("text")
                            ? block.get("text").get("text").stringValue()
                            : block.get("elements").get(0).get("text").stringValue();
            assertThat(text).hasSizeBetween(1, 3_000);
        }
        assertThat(post.get("text").stringValue()).isEqualTo("20 messages: Job failed");
    }

    @Test
    void aBurstIsOnePostWithinDiscordsLimits() {
        JsonNode post = json(letter(WebhookFormat.DISCORD, burst(DiscordBody.MOST_MESSAGES)));
        assertThat(post.get("allowed_mentions").get("parse").isEmpty()).isTrue();
        assertThat(post.get("embeds").size()).isEqualTo(10);
        int all = 0;
        for (JsonNode embed : post.get("embeds")) {
            all += length(embed.get("title"), 256) + length(embed.get("footer").get("text"), 2_048);
            assertThat(embed.get("fields").size()).isBetween(1, 25);
            for (JsonNode field : embed.get("fields")) {
                all += length(field.get("name"), 256) + length(field.get("value"), 1_024);
            }
        }
        assertThat(all).isLessThanOrEqualTo(6_000);
    }

    private static int length(JsonNode text, int most) {
        assertThat(text.stringValue()).hasSizeBetween(1, most);
        return text.stringValue().length();
    }

    @ParameterizedTest
    @EnumSource(WebhookFormat.class)
    void theSameMessageHasTheSameBodyEachTime(WebhookFormat format) {
        Letter first = letter(format, OFFLINE);
        Letter later = Letters.of(endpoint(format), List.of(OFFLINE), NOW.plusSeconds(9_999));
        assertThat(later.text()).isEqualTo(first.text());
    }
}
