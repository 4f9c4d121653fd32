package io.ringrift.p2p.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.web.Doors;
import io.ringrift.p2p.webhooks.guard.AddressGuard;
import io.ringrift.p2p.webhooks.guard.HostLookup;
import io.ringrift.p2p.webhooks.guard.VettedResolver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import tools.jackson.databind.JsonNode;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

class WebhookDoorTest {

    private static final HostLookup LOOKUP =
            host -> {
                if (host.startsWith("inner")) {
                    return new InetAddress[] {InetAddress.ofLiteral("10.0.0.1")};
                }
                if (Character.isDigit(host.charAt(0))) {
                    return new InetAddress[] {InetAddress.ofLiteral(host)};
                }
                throw new UnknownHostException(host);
            };
    private static final String NEW =
            "{\"id\":\"pager\",\"url\":\"https://hooks.example/x\",\"events\":[\"job.*\"]}";

    private final WebhookRig hooks = new WebhookRig();
    private final DeliveryLoop loop = hooks.loop();
    private final MockMvcTester doors =
            Doors.reading(
                    hooks.rig.log,
                    new WebhookController(
                            new WebhookDesk(
                                    hooks.rig.log,
                                    hooks.rig.gate,
                                    new VettedResolver(LOOKUP, new AddressGuard(List.of()), false),
                                    new VettedResolver(LOOKUP, new AddressGuard(List.of()), true),
                                    new Random(1)),
                            hooks.rig.clock),
                    new DeliveryController());

    private MvcTestResult call(HttpMethod method, String path, String body, String match) {
        var request =
                doors.method(method)
                        .uri(path)
                        .contentType(MediaType.APPLICATION_JSON)
                        .content(body);
        return (match.isEmpty() ? request : request.header("If-Match", match)).exchange();
    }

    private MvcTestResult post(String path, String body) {
        return call(HttpMethod.POST, path, body, "");
    }

    private MvcTestResult get(String path) {
        return doors.get().uri(path).exchange();
    }

    private static JsonNode json(MvcTestResult result) {
        return Doors.JSON.readTree(
                new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private void rounds() {
        for (int i = 0; i < 4; i++) {
            loop.run(hooks.epoch());
        }
    }

    @Test
    void aSecretIsShownOnceAndThenOnlyHintedAt() {
        MvcTestResult made = post("/webhooks/endpoints", NEW);
        assertThat(made)
                .hasStatus(HttpStatus.CREATED)
                .hasHeader("Location", "/webhooks/endpoints/pager")
                .hasHeader("ETag", "\"1\"");
        String secret = json(made).get("signing_secret").stringValue();
        assertThat(secret).startsWith("whsec_").hasSize(50);
        MvcTestResult shown = get("/webhooks/endpoints/pager");
        assertThat(shown).hasStatusOk().bodyText().doesNotContain(secret, secret.substring(12));
        assertThat(json(shown).get("secrets").get(0).get("hint").stringValue())
                .isEqualTo(secret.substring(0, 9) + "…");
        assertThat(get("/webhooks/endpoints")).bodyText().doesNotContain(secret);
        assertThat(json(shown).get("status").stringValue()).isEqualTo("enabled");
        assertThat(json(shown).get("source").stringValue()).isEqualTo("rest");
        assertThat(post("/webhooks/endpoints", NEW)).hasStatus(HttpStatus.CONFLICT);
    }

    @Test
    void aChangeNeedsTheVersionThatItBuildsOn() {
        post("/webhooks/endpoints", NEW);
        String change = "{\"events\":[\"node.*\",\"rollback\"]}";
        assertThat(call(HttpMethod.PUT, "/webhooks/endpoints/pager", change, "\"7\""))
                .hasStatus(HttpStatus.PRECONDITION_FAILED);
        MvcTestResult changed = call(HttpMethod.PUT, "/webhooks/endpoints/pager", change, "\"1\"");
        assertThat(changed).hasStatusOk().hasHeader("ETag", "\"2\"");
        assertThat(json(changed).get("events").size()).isEqualTo(2);
        assertThat(json(changed).get("url").stringValue()).isEqualTo("https://hooks.example/x");
        assertThat(call(HttpMethod.PUT, "/webhooks/endpoints/pager", change, "seven"))
                .hasStatus(HttpStatus.BAD_REQUEST);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"events\":[\"*\"]} | url",
                "{\"url\":\"https://x.example\"} | events",
                "{\"url\":\"https://x.example\",\"events\":[]} | events",
                "{\"url\":\"https://x.example\",\"events\":[\"job_exploded\"]} | events",
                "{\"url\":\"https://x.example\",\"events\":[\"train.*\"]} | events",
                "{\"url\":\"ftp://x.example\",\"events\":[\"*\"]} | url",
                "{\"url\":\"https://127.0.0.1\",\"events\":[\"*\"]} | url",
                "{\"url\":\"https://inner.example\",\"events\":[\"*\"]} | url",
                "{\"url\":\"http://inner.example\",\"events\":[\"*\"]} | url",
                "{\"url\":\"https://x.example\",\"events\":[\"*\"],\"secret\":\"short\"} | secret",
                "{\"url\":\"https://x.example\",\"events\":[\"*\"],\"id\":\"A B\"} | id",
                "{\"url\":\"https://x.example\",\"events\":[\"*\"],\"format\":\"fax\"} | format",
                "{\"url\":\"https://x.example\",\"events\":[\"*\"],\"colour\":1} | colour",
            })
    void whatIsWrongIsNamed(String body, String field) {
        MvcTestResult answer = post("/webhooks/endpoints", body);
        assertThat(answer).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(json(answer).get("errors").get(0).get("field").stringValue()).isEqualTo(field);
        assertThat(hooks.outbox().endpoints()).isEmpty();
    }

    @Test
    void aRotationShowsTheNewSecretAndKeepsTheOldOneForADay() {
        post("/webhooks/endpoints", NEW);
        MvcTestResult rotated = post("/webhooks/endpoints/pager/rotate-secret", "{}");
        assertThat(rotated).hasStatusOk();
        assertThat(json(rotated).get("signing_secret").stringValue()).startsWith("whsec_");
        assertThat(json(rotated).get("secrets").size()).isEqualTo(2);
        assertThat(json(rotated).get("secrets").get(1).get("until").stringValue())
                .isEqualTo("2026-01-02T00:00:00Z");
        hooks.after(java.time.Duration.ofHours(24));
        assertThat(json(get("/webhooks/endpoints/pager")).get("secrets").size()).isEqualTo(1);
    }

    @Test
    void theLedgerShowsWhatTheReceiverSaidAndItIsReplayed() {
        hooks.endpoint("pager", WebhookFormat.STANDARD, "job_submitted");
        hooks.courier.answers("pager.example", StubCourier.failing(500));
        hooks.submits();
        hooks.submits();
        rounds();
        JsonNode rows = json(get("/webhooks/deliveries?endpoint_id=pager&status=waiting"));
        assertThat(rows.get("deliveries").size()).isEqualTo(2);
        JsonNode row = rows.get("deliveries").get(1);
        assertThat(row.get("message_id").stringValue()).isEqualTo("msg_000000000000_1");
        assertThat(row.get("event").stringValue()).isEqualTo("job_submitted");
        assertThat(row.get("last_try").get("http_status").intValue()).isEqualTo(500);
        assertThat(row.get("last_try").get("answer").stringValue()).isEqualTo("no");
        assertThat(row.get("tries").intValue()).isEqualTo(1);
        hooks.courier.answers("pager.example", null);
        hooks.after(java.time.Duration.ofSeconds(10));
        rounds();
        assertThat(json(get("/webhooks/deliveries?status=delivered")).get("deliveries").size())
                .isEqualTo(2);
        MvcTestResult again =
                post(
                        "/webhooks/endpoints/pager/replay",
                        "{\"message_ids\":[\"msg_000000000000_1\"]}");
        assertThat(again).hasStatus(HttpStatus.ACCEPTED);
        assertThat(json(again).get("replayed").intValue()).isEqualTo(1);
        assertThat(
                        json(post(
                                        "/webhooks/endpoints/pager/replay",
                                        "{\"from\":\"2026-01-01T00:00:00Z\","
                                                + "\"only_parked\":false}"))
                                .get("replayed")
                                .intValue())
                .as("the other one waits already")
                .isEqualTo(1);
        assertThat(post("/webhooks/endpoints/pager/replay", "{}"))
                .hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(
                        post(
                                "/webhooks/endpoints/pager/replay",
                                "{\"message_ids\":[\"msg_000000000000_99\"]}"))
                .hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void pagesAreComplete() {
        hooks.endpoint("a", WebhookFormat.STANDARD, "job_submitted");
        hooks.endpoint("b", WebhookFormat.STANDARD, "job_submitted");
        for (int i = 0; i < 7; i++) {
            hooks.submits();
        }
        JsonNode first = json(get("/webhooks/deliveries?limit=5"));
        assertThat(first.get("deliveries").size()).as("both of the third message").isEqualTo(6);
        JsonNode rest =
                json(get("/webhooks/deliveries?limit=100&before=" + first.get("next_cursor")));
        assertThat(rest.get("deliveries").size()).isEqualTo(8);
        assertThat(rest.has("next_cursor")).isFalse();
        assertThat(get("/webhooks/deliveries?status=lost")).hasStatus(HttpStatus.BAD_REQUEST);
        assertThat(get("/webhooks/deliveries?endpoint_id=x")).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void disableEnableTestAndDelete() {
        hooks.endpoint("pager", WebhookFormat.STANDARD, "job_submitted");
        assertThat(post("/webhooks/endpoints/pager/disable", "{}"))
                .hasStatus(HttpStatus.BAD_REQUEST);
        MvcTestResult off =
                post("/webhooks/endpoints/pager/disable", "{\"reason\":\"it is moved\"}");
        assertThat(json(off).get("disabled").get("reason").stringValue()).isEqualTo("it is moved");
        assertThat(post("/webhooks/endpoints/pager/test", ""))
                .hasStatus(HttpStatus.CONFLICT)
                .bodyText()
                .contains("/webhooks/endpoints/pager/enable");
        assertThat(post("/webhooks/endpoints/pager/enable", "")).hasStatusOk();
        assertThat(post("/webhooks/endpoints/pager/test", "")).hasStatus(HttpStatus.ACCEPTED);
        rounds();
        assertThat(hooks.courier.carried.getFirst().text()).contains("\"type\":\"test\"");
        assertThat(call(HttpMethod.DELETE, "/webhooks/endpoints/pager", "", "\"3\""))
                .hasStatus(HttpStatus.NO_CONTENT);
        assertThat(get("/webhooks/endpoints/pager")).hasStatus(HttpStatus.NOT_FOUND);
    }

    @Test
    void theAddressOfAChatIsASecret() {
        hooks.endpoint(
                "chat",
                "https://hooks.slack.example/services/T0/B0/abcdefgh",
                WebhookFormat.SLACK,
                "*");
        assertThat(json(get("/webhooks/endpoints/chat")).get("url").stringValue())
                .isEqualTo("https://hooks.slack.example/***");
    }
}
