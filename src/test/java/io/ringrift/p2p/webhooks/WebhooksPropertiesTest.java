package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.engine.WebhookStep.Configured;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.webhooks.guard.CidrRange;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class WebhooksPropertiesTest {

    private static final String FIRST = "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_";
    private static final String SECRET = WebhookRig.SECRET.value();

    private static WebhooksProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.webhooks", WebhooksProperties.class, variables);
    }

    @Test
    void hasDefaults() {
        WebhooksProperties settings = bind(Map.of());
        assertThat(settings.endpoints()).isEmpty();
        assertThat(settings.ranges()).isEmpty();
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.delivery()).isEqualTo(new DeliverySettings(1_536, 8));
    }

    @Test
    void readsEveryEnvironmentName(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("secret"), SECRET + "\n");
        WebhooksProperties settings =
                bind(
                        Map.ofEntries(
                                Map.entry(
                                        "RINGRIFT_P2P_WEBHOOKS_ALLOWED_RANGES",
                                        "10.1.0.0/16, fd00:1::/32"),
                                Map.entry("RINGRIFT_P2P_WEBHOOKS_TIMEOUT", "3"),
                                Map.entry("RINGRIFT_P2P_WEBHOOKS_MAX_IN_FLIGHT", "64"),
                                Map.entry("RINGRIFT_P2P_WEBHOOKS_MAX_PER_ENDPOINT", "2"),
                                Map.entry(FIRST + "ID", "pager"),
                                Map.entry(FIRST + "URL", "https://x.example/1"),
                                Map.entry(FIRST + "EVENTS", "training.*,rollback"),
                                Map.entry(FIRST + "FORMAT", "cloudevents"),
                                Map.entry(FIRST + "SECRET_FILE", file.toString()),
                                Map.entry(
                                        "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_1_URL",
                                        "https://x.example/2"),
                                Map.entry("RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_1_SECRET", SECRET)));
        assertThat(settings.ranges())
                .containsExactly(CidrRange.parse("10.1.0.0/16"), CidrRange.parse("fd00:1::/32"));
        assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.delivery()).isEqualTo(new DeliverySettings(64, 2));
        assertThat(settings.toString()).doesNotContain(SECRET);
        List<Configured> endpoints = ConfiguredEndpoints.read(settings);
        assertThat(endpoints).hasSize(2);
        assertThat(endpoints.getFirst().id().value()).isEqualTo("pager");
        assertThat(endpoints.getFirst().settings().events())
                .containsExactly("training.*", "rollback");
        assertThat(endpoints.getFirst().settings().format()).isEqualTo(WebhookFormat.CLOUDEVENTS);
        assertThat(endpoints.getFirst().secret()).isEqualTo(WebhookRig.SECRET);
        assertThat(endpoints.getLast().id().value()).matches("cfg-[0-9a-f]{8}");
        assertThat(endpoints.getLast().settings().events()).containsExactly("*");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RINGRIFT_P2P_WEBHOOKS_TIMEOUT | 2m | must be from 100ms to 1m",
                "RINGRIFT_P2P_WEBHOOKS_MAX_IN_FLIGHT | 7 | must be from 8 to 10000",
                "RINGRIFT_P2P_WEBHOOKS_MAX_PER_ENDPOINT | 0 | must be from 1 to max-in-flight",
                "RINGRIFT_P2P_WEBHOOKS_ALLOWED_RANGES | 10.0.0.1/8 | has bits behind its prefix",
                "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_URL | ftp://x.example | must begin with"
                        + " https://",
                "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_EVENTS | jobs.* | must name events",
                "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_FORMAT | fax | must be standard, cloudevents",
                "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_SECRET | short | must be whsec_",
                "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_SECRET | '' | or secret-file is needed",
                "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_SECRET_FILE | /none | are both set",
                "RINGRIFT_P2P_WEBHOOKS_ENDPOINTS_0_ID | A B | an endpoint id has",
            })
    void whatIsWrongRefusesToStart(String name, String value, String rule) {
        Map<String, String> variables = new HashMap<>();
        variables.put(FIRST + "URL", "https://x.example/1");
        variables.put(FIRST + "SECRET", SECRET);
        variables.put(name, value);
        assertThatThrownBy(
                        () -> {
                            WebhooksProperties settings = bind(variables);
                            assertThat(settings.ranges()).isNotNull();
                            assertThat(ConfiguredEndpoints.read(settings)).isNotNull();
                        })
                .hasStackTraceContaining(rule)
                .satisfies(e -> assertThat(e.toString()).doesNotContain(SECRET));
    }
}
