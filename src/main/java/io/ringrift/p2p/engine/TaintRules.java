package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.TrainingEvent.ChampionChosen;
import io.ringrift.p2p.engine.TrainingEvent.DataQuarantined;
import io.ringrift.p2p.engine.TrainingEvent.QuarantineLifted;
import io.ringrift.p2p.engine.TrainingOrder.ChooseChampion;
import io.ringrift.p2p.engine.TrainingOrder.LiftQuarantine;
import io.ringrift.p2p.engine.TrainingOrder.QuarantineData;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** How data comes into quarantine and out of it. */
final class TaintRules {

    private static final Mandate AGAIN = new Mandate("cluster", "its model is the champion again");

    private TaintRules() {}

    /** The same order twice is one. */
    static Decision quarantine(ClusterState state, QuarantineData c) {
        Quarantines now = state.training().quarantines();
        if (now.active().values().stream().anyMatch(one -> one.scope().equals(c.scope()))) {
            return Accepted.of();
        }
        return now.active().size() >= Quarantines.MAX
                ? new Refused(new Rejection.TooManyQuarantines(Quarantines.MAX))
                : Accepted.of(
                        new DataQuarantined(
                                c.at(),
                                new Quarantine(now.next(), c.scope(), c.mandate(), c.at())));
    }

    static Decision lift(ClusterState state, LiftQuarantine c) {
        return state.training().quarantines().active().containsKey(c.number())
                ? Accepted.of(new QuarantineLifted(c.at(), c.mandate(), c.number()))
                : new Refused(new Rejection.UnknownQuarantine(c.number()));
    }

    /**
     * What follows when a person makes another model the champion: the games of the models that are
     * taken back go into quarantine, unless they are to be kept, and those of the new champion come
     * out of it.
     */
    static List<Event> rolledBack(
            ClusterState state, Ledger ledger, ChooseChampion c, ChampionChosen chosen) {
        List<Event> events = new ArrayList<>();
        events.add(chosen);
        events.addAll(championAgain(state, c.configKey(), c.champion(), c.at()));
        if (Boolean.TRUE.equals(c.marksGames()) && RulesVersion.haveQuarantine(state)) {
            int number = state.training().quarantines().next() + events.size() - 1;
            int room = Quarantines.MAX - state.training().quarantines().active().size();
            for (DataScope scope : since(ledger, c)) {
                if (room-- > 0) {
                    events.add(
                            new DataQuarantined(
                                    c.at(), new Quarantine(number++, scope, c.mandate(), c.at())));
                }
            }
        }
        return events;
    }

    /**
     * Games of each model that was promoted after the one that is to be the champion; where that
     * never was, of the present champion only.
     */
    private static List<DataScope> since(Ledger ledger, ChooseChampion c) {
        Map<Sha256, DataScope> scopes = new LinkedHashMap<>();
        boolean reigned = c.champion() == null;
        for (ModelVersion version : ledger.lineage().versions().reversed()) {
            boolean passed =
                    version.status() == ModelVersion.Status.PROMOTED
                            || version.status() == ModelVersion.Status.ROLLED_BACK;
            if (passed && version.sha256().equals(c.champion())) {
                reigned = true;
                break;
            }
            Instant from = version.judgedAt();
            if (version.status() == ModelVersion.Status.PROMOTED && from != null) {
                scopes.putIfAbsent(
                        version.sha256(),
                        new DataScope(null, c.configKey(), version.sha256(), from, null));
            }
        }
        return scopes.values().stream()
                .filter(isOf(reigned ? null : ledger.lineage().champion()))
                .toList();
    }

    private static Predicate<DataScope> isOf(@Nullable Sha256 model) {
        return scope -> model == null || model.equals(scope.model());
    }

    /** A model that is the champion again must not play in vain. */
    static List<Event> championAgain(
            ClusterState state, String configKey, @Nullable Sha256 model, Instant at) {
        List<Event> events = new ArrayList<>();
        if (model != null) {
            for (Quarantine one : state.training().quarantines().active().values()) {
                if (model.equals(one.scope().model())
                        && configKey.equals(one.scope().configKey())
                        && one.scope().node() == null) {
                    events.add(new QuarantineLifted(at, AGAIN, one.number()));
                }
            }
        }
        return events;
    }
}
