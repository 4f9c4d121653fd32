package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.webhooks.WebhookPublisher.WebhookConfig;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Random;

class WebhookPublisherTest {

    private final StubCourier courier = new StubCourier();
    private final WebhookPublisher publisher =
            new WebhookPublisher(courier, new TestClock(), new Random(1));

    @Test
    void postsWhatTheReceiverWants() {
        WebhookConfig config =
                new WebhookConfig(
                        "https://x.example/hook", List.of("training_complete", "model.*"));
        assertThat(
                        publisher.sendWebhookNotification(
                                config, "training_complete", Map.of("config_key", "hex8_2p")))
                .isTrue();
        assertThat(publisher.sendWebhookNotification(config, "model_promoted", Map.of())).isTrue();
        assertThat(publisher.sendWebhookNotification(config, "node_offline", Map.of())).isFalse();
        assertThat(courier.carried).hasSize(2);
        assertThat(courier.carried.getFirst().text())
                .isEqualTo(
                        "{\"type\":\"training_complete\",\"timestamp\":\"2026-01-01T00:00:00Z\","
                                + "\"data\":{\"config_key\":\"hex8_2p\"}}");
        assertThat(courier.carried.getFirst().id()).matches("msg_[0-9a-f]{32}");
    }

    @Test
    void saysWhenItWasNotTakenAndRefusesWhatLeadsInside() {
        courier.answers("x.example", StubCourier.failing(500));
        WebhookConfig config = new WebhookConfig("https://x.example", List.of("*"));
        assertThat(publisher.sendWebhookNotification(config, "anything", Map.of())).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                publisher.sendWebhookNotification(
                                        new WebhookConfig("file:///etc/passwd", List.of("*")),
                                        "anything",
                                        Map.of()));
    }
}
