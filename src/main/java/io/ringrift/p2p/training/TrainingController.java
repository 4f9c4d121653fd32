package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingTrigger;
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
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** The doors about what models learn: why a training is due or not, and what became of models. */
@RestController
@OnVoters
class TrainingController {

    private final TrainingDesk desk;
    private final Ratings ratings;
    private final Clock clock;

    TrainingController(TrainingDesk desk, Ratings ratings, Clock clock) {
        this.desk = desk;
        this.ratings = ratings;
        this.clock = clock;
    }

    /** A config in one line. */
    record Line(
            String configKey,
            long gamesTotal,
            long gamesSinceLastTrain,
            @Nullable Sha256 champion,
            int promotions,
            TrainingTrigger.@Nullable Rule rule,
            boolean training,
            boolean evaluating) {

        static Line of(Ledger ledger) {
            TrainingDecision last = ledger.lastDecision();
            return new Line(
                    ledger.configKey(),
                    ledger.games().total(),
                    ledger.games().since(),
                    ledger.lineage().champion(),
                    ledger.lineage().promotions(),
                    last == null ? null : last.rule(),
                    ledger.run() != null,
                    ledger.trial() != null);
        }
    }

    record Lines(List<Line> configs) {}

    /**
     * The body of a rollback.
     *
     * @param to the model that is to be the champion, by its SHA-256; without it the one that the
     *     present champion beat
     * @param keepGames whether the games of the models that are taken back stay in use; without it
     *     they go into quarantine
     */
    record Rollback(@Nullable String reason, @Nullable String to, @Nullable Boolean keepGames) {}

    /** The body of a nomination: which model is to be tested. */
    record Nomination(@Nullable String reason, @Nullable String sha256) {}

    /** The body of a pause and a resume. */
    record Reason(@Nullable String reason) {}

    @GetMapping("/training")
    Lines list(Picture picture) {
        return new Lines(
                picture.state().training().ledgers().values().stream().map(Line::of).toList());
    }

    @GetMapping("/training/{configKey}")
    LedgerView show(@PathVariable String configKey, Picture picture) {
        return view(picture.state(), configKey);
    }

    /** Where a model comes from; the latest version with that content. */
    @GetMapping("/training/{configKey}/models/{sha256}")
    LineageView lineage(
            @PathVariable String configKey, @PathVariable String sha256, Picture picture) {
        Ledger ledger = TrainingDesk.find(picture.state(), config(configKey));
        Sha256 model = digest("sha256", sha256);
        ModelVersion version =
                ledger.lineage()
                        .version(model)
                        .orElseThrow(
                                () ->
                                        Problem.of(
                                                HttpStatus.NOT_FOUND,
                                                "unknown_model",
                                                "No candidate of "
                                                        + configKey
                                                        + " had the SHA-256 "
                                                        + model
                                                        + "."));
        return LineageView.of(picture.state(), ledger, version, ratings);
    }

    @PostMapping("/training/{configKey}/pause")
    LedgerView pause(
            @PathVariable String configKey,
            @RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        var mandate = Mandates.of(request, body == null ? null : body.reason());
        return ordered(new TrainingOrder.PauseTraining(now(), mandate, config(configKey)));
    }

    @PostMapping("/training/{configKey}/resume")
    LedgerView resume(
            @PathVariable String configKey,
            @RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        var mandate = Mandates.of(request, body == null ? null : body.reason());
        return ordered(new TrainingOrder.ResumeTraining(now(), mandate, config(configKey)));
    }

    /** Has a model tested that no training of the loop made. */
    @PostMapping("/training/{configKey}/candidates")
    LedgerView nominate(
            @PathVariable String configKey,
            @RequestBody(required = false) @Nullable Nomination body,
            HttpServletRequest request,
            Picture picture) {
        var mandate = Mandates.of(request, body == null ? null : body.reason());
        if (body == null || body.sha256() == null) {
            throw Problem.invalid("sha256", "is missing: the model's digest");
        }
        Sha256 sha256 = digest("sha256", body.sha256());
        DataKey file =
                KnownFiles.model(picture.state(), config(configKey), sha256)
                        .orElseThrow(
                                () ->
                                        Problem.of(
                                                HttpStatus.NOT_FOUND,
                                                "unknown_model",
                                                "No node has a model of "
                                                        + configKey
                                                        + " with the SHA-256 "
                                                        + sha256
                                                        + "."));
        return ordered(new TrainingOrder.NominateModel(now(), mandate, configKey, file));
    }

    /** Takes the champion back. */
    @PostMapping("/training/{configKey}/rollback")
    LedgerView rollback(
            @PathVariable String configKey,
            @RequestBody(required = false) @Nullable Rollback body,
            HttpServletRequest request,
            Picture picture) {
        var mandate = Mandates.of(request, body == null ? null : body.reason());
        Ledger ledger = TrainingDesk.find(picture.state(), config(configKey));
        Sha256 to = body == null || body.to() == null ? before(ledger) : digest("to", body.to());
        boolean keeps = body != null && Boolean.TRUE.equals(body.keepGames());
        return ordered(new TrainingOrder.ChooseChampion(now(), mandate, configKey, to, !keeps));
    }

    /** The model that the champion beat; null for the untrained one. */
    private static @Nullable Sha256 before(Ledger ledger) {
        Sha256 champion = ledger.lineage().champion();
        if (champion == null) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "nothing_to_take_back",
                    ledger.configKey() + " has no champion.");
        }
        ModelVersion version = ledger.lineage().version(champion).orElse(null);
        if (version == null) {
            throw Problem.invalid(
                    "to", "is needed: how the champion came to be is not known any more");
        }
        return version.baseline();
    }

    private static Sha256 digest(String field, String text) {
        try {
            return new Sha256(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(field, "is malformed: " + e.getMessage());
        }
    }

    private LedgerView ordered(TrainingOrder.OfConfig order) {
        return view(desk.order(order), order.configKey());
    }

    private LedgerView view(ClusterState state, String configKey) {
        return LedgerView.of(state, TrainingDesk.find(state, configKey), ratings, now());
    }

    private Instant now() {
        return clock.instant();
    }

    static String config(String text) {
        if (!JobSpec.isConfigKey(text)) {
            throw Problem.invalid("config_key", "is malformed");
        }
        return text;
    }
}
