package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.DataOrder;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Keeping;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.LeaderLostException;
import io.ringrift.p2p.web.Mandates;
import io.ringrift.p2p.web.Problem;
import io.ringrift.p2p.web.QueryReader;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** The doors about what stays and what goes: pins, and the cleaner with its dry run. */
@RestController
@OnVoters
class KeepingController {

    private static final int MOST_COPIES = 10_000;

    private final Cleaner cleaner;
    private final SyncPolicy policy;
    private final CommandLog log;
    private final CommandGate gate;
    private final Leadership leadership;
    private final Clock clock;

    KeepingController(
            Cleaner cleaner,
            SyncPolicy policy,
            CommandLog log,
            CommandGate gate,
            Leadership leadership,
            Clock clock) {
        this.cleaner = cleaner;
        this.policy = policy;
        this.log = log;
        this.gate = gate;
        this.leadership = leadership;
        this.clock = clock;
    }

    /** A content that is never deleted. */
    record PinView(Sha256 sha256, String by, String reason, Instant at) {

        static PinView of(Sha256 sha256, Keeping.Pin pin) {
            return new PinView(sha256, pin.mandate().by(), pin.mandate().reason(), pin.at());
        }
    }

    record Pins(List<PinView> pins) {}

    /** The body of a pin. */
    record Reason(@Nullable String reason) {}

    /** What a round that a person asked for has let go. */
    record Cleaned(int files) {}

    @GetMapping("/data/pins")
    Pins pins(Picture picture) {
        return new Pins(
                picture.state().catalogue().keeping().pins().entrySet().stream()
                        .map(pin -> PinView.of(pin.getKey(), pin.getValue()))
                        .toList());
    }

    @PutMapping("/data/pins/{sha256}")
    PinView pin(
            @PathVariable String sha256,
            @RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        var mandate = Mandates.of(request, body == null ? null : body.reason());
        Sha256 content = digest(sha256);
        ClusterState state = ordered(new DataOrder.PinData(clock.instant(), mandate, content));
        Keeping.Pin pin = state.catalogue().keeping().pins().get(content);
        return pin == null
                ? new PinView(content, mandate.by(), mandate.reason(), clock.instant())
                : PinView.of(content, pin);
    }

    /** The reason is a parameter: many clients send no body with DELETE. */
    @DeleteMapping("/data/pins/{sha256}")
    Pins unpin(
            @PathVariable String sha256,
            @RequestParam MultiValueMap<String, String> parameters,
            HttpServletRequest request) {
        QueryReader query = new QueryReader(parameters, Set.of("reason"));
        query.check();
        var mandate = Mandates.of(request, parameters.getFirst("reason"));
        Sha256 content = digest(sha256);
        if (!log.picture().state().catalogue().keeping().pins().containsKey(content)) {
            throw Problem.of(
                    HttpStatus.NOT_FOUND, "unknown_pin", "Nobody has pinned " + content + ".");
        }
        ClusterState state = ordered(new DataOrder.UnpinData(clock.instant(), mandate, content));
        return new Pins(
                state.catalogue().keeping().pins().entrySet().stream()
                        .map(pin -> PinView.of(pin.getKey(), pin.getValue()))
                        .toList());
    }

    /** The dry run: what would go now, and what stays and why. */
    @GetMapping("/data/cleaning")
    CleaningView show(@RequestParam MultiValueMap<String, String> parameters, Picture picture) {
        QueryReader query = new QueryReader(parameters, Set.of("limit", "consistency"));
        int limit = query.limit(100, MOST_COPIES);
        query.check();
        ClusterState state = picture.state();
        return CleaningView.of(
                cleaner.isEnabled(),
                policy,
                cleaner.plan(state),
                state.catalogue().keeping(),
                limit);
    }

    /** Does it now, also where it does not happen by itself. */
    @PostMapping("/data/cleaning")
    Cleaned clean() {
        requireRules();
        return new Cleaned(
                cleaner.clean(
                        leadership
                                .mayAct()
                                .orElseThrow(
                                        () -> new LeaderLostException("this node does not lead"))));
    }

    private ClusterState ordered(DataOrder order) {
        requireRules();
        if (gate.submit(order).decision() instanceof Decision.Refused(Rejection why)) {
            throw switch (why) {
                case Rejection.UnknownContent r ->
                        Problem.of(
                                HttpStatus.NOT_FOUND,
                                r.code(),
                                "No node has a file with the SHA-256 " + r.sha256() + ".");
                case Rejection.TooManyPins r ->
                        Problem.of(
                                HttpStatus.CONFLICT,
                                r.code(),
                                "There are "
                                        + r.limit()
                                        + " pins already, which is the limit; take some back.");
                default -> Problem.of(HttpStatus.CONFLICT, why.code(), "Refused: " + why + ".");
            };
        }
        return log.picture().state();
    }

    private void requireRules() {
        if (!RulesVersion.haveRetention(log.picture().state())) {
            throw Problem.tryLater(
                    "rules_not_in_force",
                    "Files can be pinned and let go once every voter runs this version.",
                    10);
        }
    }

    private static Sha256 digest(String text) {
        try {
            return new Sha256(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("sha256", "is malformed: " + e.getMessage());
        }
    }
}
