package io.ringrift.p2p.webhooks;

import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.WebhookEvent;
import io.ringrift.p2p.engine.WebhookOrder;
import io.ringrift.p2p.model.webhook.EndpointId;
import io.ringrift.p2p.model.webhook.SigningSecret;
import io.ringrift.p2p.model.webhook.WebhookFormat;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Mandates;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The doors of webhook endpoints. A secret is shown once, by the answer to what made it. */
@RestController
@OnVoters
class WebhookController {

    private static final String ENDPOINTS = "/webhooks/endpoints";
    private static final String ENDPOINT = ENDPOINTS + "/{id}";
    private static final Pattern TAG = Pattern.compile("(?:W/)?\"(\\d{1,9})\"");
    private static final Pattern MESSAGE = Pattern.compile("msg_[0-9a-z]{1,12}_(\\d{1,18})");

    /** Messages that one request replays by their ids. */
    private static final int MOST_IDS = 1_000;

    private final WebhookDesk desk;
    private final Clock clock;

    WebhookController(WebhookDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    record Endpoints(List<EndpointView> endpoints) {}

    /**
     * What an endpoint is to be; what is missing in a change stays as it is.
     *
     * @param secret null to have one drawn
     */
    record Wish(
            @Nullable String id,
            @Nullable String url,
            @Nullable List<String> events,
            @Nullable WebhookFormat format,
            @Nullable String secret) {}

    /** The body of a rotation; without a secret one is drawn. */
    record Rotation(@Nullable String secret) {}

    /** Why. */
    record Reason(@Nullable String reason) {}

    /**
     * What is to go out again: messages by their ids, or those of a time.
     *
     * @param onlyParked only what never arrived; by time only, and so unless it is said otherwise
     */
    record Replay(
            @Nullable List<String> messageIds,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Boolean onlyParked) {}

    record Replayed(int replayed) {}

    @GetMapping(ENDPOINTS)
    Endpoints list(Picture picture) {
        return new Endpoints(
                picture.state().outbox().endpoints().values().stream()
                        .map(one -> EndpointView.of(one, clock.instant(), null))
                        .toList());
    }

    @GetMapping(ENDPOINT)
    ResponseEntity<EndpointView> show(@PathVariable String id, Picture picture) {
        return view(WebhookDesk.find(picture.state(), id(id)), null);
    }

    @PostMapping(ENDPOINTS)
    ResponseEntity<EndpointView> create(@RequestBody Wish wish, HttpServletRequest request) {
        if (wish.url() == null || wish.events() == null) {
            throw Problem.invalid(wish.url() == null ? "url" : "events", "is missing");
        }
        WebhookFormat format = Objects.requireNonNullElse(wish.format(), WebhookFormat.STANDARD);
        SigningSecret secret = secret(wish.secret(), format);
        Endpoint made =
                desk.ordered(
                        new WebhookOrder.CreateEndpoint(
                                clock.instant(),
                                mandate(request, "creates it"),
                                wish.id() == null ? desk.newId() : id(wish.id()),
                                desk.checked(
                                        new EndpointSettings(wish.url(), wish.events(), format)),
                                secret));
        return ResponseEntity.created(URI.create(ENDPOINTS + "/" + made.id()))
                .eTag(Integer.toString(made.version()))
                .body(EndpointView.of(made, clock.instant(), secret));
    }

    @PutMapping(ENDPOINT)
    ResponseEntity<EndpointView> change(
            @PathVariable String id,
            @RequestBody Wish wish,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request,
            Picture picture) {
        Endpoint known = WebhookDesk.find(picture.state(), id(id));
        if (wish.id() != null && !wish.id().equals(id)) {
            throw Problem.invalid("id", "cannot be changed");
        }
        if (wish.secret() != null) {
            throw Problem.invalid("secret", "is changed by POST …/rotate-secret");
        }
        EndpointSettings now = known.settings();
        EndpointSettings next =
                new EndpointSettings(
                        Objects.requireNonNullElse(wish.url(), now.url()),
                        Objects.requireNonNullElse(wish.events(), now.events()),
                        Objects.requireNonNullElse(wish.format(), now.format()));
        boolean needsSecret = next.format().isSigned() && known.secrets().isEmpty();
        SigningSecret secret = needsSecret ? desk.newSecret() : null;
        return view(
                desk.ordered(
                        new WebhookOrder.ChangeEndpoint(
                                clock.instant(),
                                mandate(request, "changes it"),
                                known.id(),
                                version(match),
                                desk.checked(next),
                                secret)),
                secret);
    }

    @DeleteMapping(ENDPOINT)
    ResponseEntity<Void> delete(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        List<Event> _ =
                desk.order(
                        new WebhookOrder.DeleteEndpoint(
                                clock.instant(),
                                mandate(request, "deletes it"),
                                id(id),
                                version(match)));
        return ResponseEntity.noContent().build();
    }

    @PostMapping(ENDPOINT + "/disable")
    ResponseEntity<EndpointView> disable(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Reason body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        Mandate mandate = Mandates.of(request, body == null ? null : body.reason());
        return view(
                desk.ordered(
                        new WebhookOrder.DisableEndpoint(
                                clock.instant(), mandate, id(id), version(match))),
                null);
    }

    @PostMapping(ENDPOINT + "/enable")
    ResponseEntity<EndpointView> enable(
            @PathVariable String id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        return view(
                desk.ordered(
                        new WebhookOrder.EnableEndpoint(
                                clock.instant(),
                                mandate(request, "enables it"),
                                id(id),
                                version(match))),
                null);
    }

    @PostMapping(ENDPOINT + "/rotate-secret")
    ResponseEntity<EndpointView> rotate(
            @PathVariable String id,
            @RequestBody(required = false) @Nullable Rotation body,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String match,
            HttpServletRequest request) {
        String given = body == null ? null : body.secret();
        SigningSecret secret = given == null ? desk.newSecret() : secret(given);
        return view(
                desk.ordered(
                        new WebhookOrder.RotateSecret(
                                clock.instant(),
                                mandate(request, "rotates the secret"),
                                id(id),
                                version(match),
                                secret)),
                secret);
    }

    @PostMapping(ENDPOINT + "/test")
    ResponseEntity<EndpointView> test(@PathVariable String id, HttpServletRequest request) {
        Endpoint tested =
                desk.ordered(
                        new WebhookOrder.TestEndpoint(
                                clock.instant(), mandate(request, "tests it"), id(id)));
        return ResponseEntity.accepted().body(EndpointView.of(tested, clock.instant(), null));
    }

    @PostMapping(ENDPOINT + "/replay")
    ResponseEntity<Replayed> replay(
            @PathVariable String id, @RequestBody Replay body, HttpServletRequest request) {
        List<String> ids = Objects.requireNonNullElse(body.messageIds(), List.of());
        if (ids.isEmpty() == (body.from() == null && body.to() == null)) {
            throw Problem.invalid("message_ids", "or from and to are needed, not both");
        }
        if (ids.size() > MOST_IDS) {
            throw Problem.invalid("message_ids", "must be at most " + MOST_IDS);
        }
        int replayed =
                desk
                        .order(
                                new WebhookOrder.ReplayMessages(
                                        clock.instant(),
                                        mandate(request, "replays messages"),
                                        id(id),
                                        ids.stream().map(WebhookController::number).toList(),
                                        body.from(),
                                        body.to(),
                                        !Boolean.FALSE.equals(body.onlyParked())))
                        .stream()
                        .mapToInt(WebhookController::count)
                        .sum();
        return ResponseEntity.accepted().body(new Replayed(replayed));
    }

    private static int count(Event event) {
        return event instanceof WebhookEvent.MessagesReplayed e ? e.numbers().size() : 0;
    }

    static long number(String messageId) {
        Matcher shape = MESSAGE.matcher(messageId);
        if (!shape.matches()) {
            throw Problem.invalid("message_ids", "must be ids as webhook-id shows them");
        }
        return Long.parseLong(shape.group(1));
    }

    private @Nullable SigningSecret secret(@Nullable String given, WebhookFormat format) {
        if (given != null) {
            return secret(given);
        }
        return format.isSigned() ? desk.newSecret() : null;
    }

    private static SigningSecret secret(String given) {
        try {
            return new SigningSecret(given);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("secret", String.valueOf(e.getMessage()));
        }
    }

    private static Mandate mandate(HttpServletRequest request, String what) {
        return new Mandate(Mandates.name(request), what);
    }

    static EndpointId id(String text) {
        try {
            return new EndpointId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("id", "is malformed: " + e.getMessage());
        }
    }

    private static @Nullable Integer version(@Nullable String match) {
        if (match == null || match.equals("*")) {
            return null;
        }
        Matcher tag = TAG.matcher(match.strip());
        if (!tag.matches()) {
            throw Problem.invalid("If-Match", "must be a tag as ETag showed it, such as \"3\"");
        }
        return Integer.valueOf(tag.group(1));
    }

    private ResponseEntity<EndpointView> view(Endpoint endpoint, @Nullable SigningSecret shown) {
        return ResponseEntity.ok()
                .eTag(Integer.toString(endpoint.version()))
                .body(EndpointView.of(endpoint, clock.instant(), shown));
    }
}
