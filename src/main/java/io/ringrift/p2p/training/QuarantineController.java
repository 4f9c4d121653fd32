package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Engine;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.Quarantine;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Mandates;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/** The doors of data that nobody should learn from. */
@RestController
@OnVoters
class QuarantineController {

    private static final Mandate NOBODY = new Mandate("nobody", "a preview");

    private final TrainingDesk desk;
    private final Clock clock;

    QuarantineController(TrainingDesk desk, Clock clock) {
        this.desk = desk;
        this.clock = clock;
    }

    /**
     * Which data. What is left out may be any, but a node or a model must be named.
     *
     * @param from ISO 8601 with an offset
     * @param until the same; without it for ever
     */
    record Order(
            @Nullable String reason,
            @Nullable String nodeId,
            @Nullable String configKey,
            @Nullable String model,
            @Nullable String from,
            @Nullable String until) {}

    /** The body of what takes one back. */
    record Reason(@Nullable String reason) {}

    /**
     * A quarantine.
     *
     * @param number left out in a preview
     * @param effect what it changes; left out in lists
     */
    record View(
            @Nullable Integer number,
            @Nullable NodeId nodeId,
            @Nullable String configKey,
            @Nullable Sha256 model,
            Instant from,
            @Nullable Instant until,
            @Nullable Mandate mandate,
            @Nullable Instant at,
            @Nullable TaintEffect effect) {

        static View of(Quarantine one, boolean isOrdered, @Nullable TaintEffect effect) {
            DataScope scope = one.scope();
            return new View(
                    isOrdered ? one.number() : null,
                    scope.node(),
                    scope.configKey(),
                    scope.model(),
                    scope.from(),
                    scope.until(),
                    isOrdered ? one.mandate() : null,
                    isOrdered ? one.at() : null,
                    effect);
        }
    }

    record Views(List<View> quarantines) {}

    @GetMapping("/training/quarantines")
    Views list(Picture picture) {
        return new Views(
                picture.state().training().quarantines().active().values().stream()
                        .map(one -> View.of(one, true, null))
                        .toList());
    }

    @GetMapping("/training/quarantines/{number}")
    View show(@PathVariable int number, Picture picture) {
        Quarantine one = picture.state().training().quarantines().active().get(number);
        if (one == null) {
            throw TrainingDesk.refusal(new Rejection.UnknownQuarantine(number));
        }
        return ordered(picture.state(), one);
    }

    /** What an order would change; nothing is changed. */
    @PostMapping("/training/quarantines/preview")
    View preview(@RequestBody Order order, Picture picture) {
        DataScope scope = scope(order);
        ClusterState state = picture.state();
        Quarantine known = find(state, scope);
        if (known != null) {
            return ordered(state, known);
        }
        ClusterState then =
                Engine.apply(
                                state,
                                new TrainingOrder.QuarantineData(clock.instant(), NOBODY, scope))
                        .state();
        Quarantine one = find(then, scope);
        if (one == null) {
            throw Problem.of(
                    HttpStatus.CONFLICT, "too_many_quarantines", "No more quarantines fit.");
        }
        return View.of(one, false, TaintEffect.of(state, then, one));
    }

    @PostMapping("/training/quarantines")
    @ResponseStatus(HttpStatus.CREATED)
    View order(@RequestBody Order order, HttpServletRequest request) {
        Mandate mandate = Mandates.of(request, order.reason());
        DataScope scope = scope(order);
        ClusterState state =
                desk.order(new TrainingOrder.QuarantineData(clock.instant(), mandate, scope));
        Quarantine one = find(state, scope);
        if (one == null) {
            throw Problem.of(
                    HttpStatus.CONFLICT, "ledger_moved", "Somebody has taken it back at once.");
        }
        return ordered(state, one);
    }

    /** Takes one back: its data counts again. */
    @PostMapping("/training/quarantines/{number}/lift")
    Views lift(
            @PathVariable int number,
            @RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        Mandate mandate = Mandates.of(request, body == null ? null : body.reason());
        ClusterState state =
                desk.order(new TrainingOrder.LiftQuarantine(clock.instant(), mandate, number));
        return new Views(
                state.training().quarantines().active().values().stream()
                        .map(one -> View.of(one, true, null))
                        .toList());
    }

    /** One that is in force, beside what were without it. */
    private View ordered(ClusterState state, Quarantine one) {
        ClusterState without =
                Engine.apply(
                                state,
                                new TrainingOrder.LiftQuarantine(
                                        clock.instant(), NOBODY, one.number()))
                        .state();
        return View.of(one, true, TaintEffect.of(without, state, one));
    }

    private static @Nullable Quarantine find(ClusterState state, DataScope scope) {
        return state.training().quarantines().active().values().stream()
                .filter(one -> one.scope().equals(scope))
                .findFirst()
                .orElse(null);
    }

    private static DataScope scope(Order order) {
        List<Problem.FieldError> errors = new ArrayList<>();
        NodeId node = read(errors, "node_id", order.nodeId(), NodeId::new);
        String config = read(errors, "config_key", order.configKey(), TrainingController::config);
        Sha256 model = read(errors, "model", order.model(), Sha256::new);
        Instant from = read(errors, "from", order.from(), QuarantineController::time);
        Instant until = read(errors, "until", order.until(), QuarantineController::time);
        if (order.from() == null) {
            errors.add(new Problem.FieldError("from", "is missing: since when"));
        }
        if (order.nodeId() == null && order.model() == null) {
            errors.add(new Problem.FieldError("node_id", "or model must be there: whose data"));
        }
        if (from != null && until != null && !from.isBefore(until)) {
            errors.add(new Problem.FieldError("until", "must be after from"));
        }
        if (!errors.isEmpty()) {
            throw Problem.invalid(errors);
        }
        return new DataScope(node, config, model, Objects.requireNonNull(from), until);
    }

    private static Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException malformed) {
            throw new IllegalArgumentException(
                    "must be a time such as 2026-11-22T12:00:00Z", malformed);
        }
    }

    private static <T> @Nullable T read(
            List<Problem.FieldError> errors,
            String field,
            @Nullable String text,
            Function<String, T> reader) {
        try {
            return text == null ? null : reader.apply(text);
        } catch (IllegalArgumentException malformed) {
            errors.add(new Problem.FieldError(field, String.valueOf(malformed.getMessage())));
            return null;
        }
    }
}
