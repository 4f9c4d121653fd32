package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingTrigger;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.QueryReader;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The door of the answers to "is a training due?" that were other ones than before. */
@RestController
@OnVoters
class DecisionController {

    private static final int MOST_DECISIONS = 1_000;

    /**
     * A decision and whose it is.
     *
     * @param shadow true for what a policy in the shadow would have answered, else left out
     */
    record View(
            String configKey,
            Instant at,
            @Nullable Boolean shadow,
            boolean due,
            TrainingTrigger.Rule rule,
            TrainingTrigger.Facts facts,
            long knownGames,
            PolicyView policy,
            @Nullable String missing,
            @Nullable JobId jobId) {

        static View of(String configKey, TrainingDecision decision, boolean shadow) {
            return new View(
                    configKey,
                    decision.at(),
                    shadow ? true : null,
                    decision.due(),
                    decision.rule(),
                    decision.facts(),
                    decision.knownGames(),
                    PolicyView.of(decision.policy()),
                    decision.missing().isEmpty() ? null : decision.missing(),
                    decision.job());
        }
    }

    record Views(List<View> decisions) {}

    /** The newest first; with {@code shadow=true} only those of policies in the shadow. */
    @GetMapping("/training/decisions")
    Views decisions(@RequestParam MultiValueMap<String, String> parameters, Picture picture) {
        QueryReader query =
                new QueryReader(parameters, Set.of("config_key", "shadow", "limit", "consistency"));
        String configKey = query.one("config_key", text -> text, "must be a config");
        Boolean shadow = query.one("shadow", DecisionController::truth, "must be true or false");
        int limit = query.limit(100, MOST_DECISIONS);
        query.check();
        Collection<Ledger> ledgers =
                configKey == null
                        ? picture.state().training().ledgers().values()
                        : List.of(TrainingDesk.find(picture.state(), configKey));
        List<View> views = new ArrayList<>();
        for (Ledger ledger : ledgers) {
            if (!Boolean.TRUE.equals(shadow)) {
                ledger.decisions()
                        .forEach(one -> views.add(View.of(ledger.configKey(), one, false)));
            }
            if (!Boolean.FALSE.equals(shadow)) {
                ledger.shadows().forEach(one -> views.add(View.of(ledger.configKey(), one, true)));
            }
        }
        return new Views(
                views.stream()
                        .sorted(Comparator.comparing(View::at).reversed())
                        .limit(limit)
                        .toList());
    }

    private static Boolean truth(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}
