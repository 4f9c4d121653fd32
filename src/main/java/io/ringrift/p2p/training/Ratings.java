package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.MatchResult;
import io.ringrift.p2p.engine.Training;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.EloRating;
import io.ringrift.p2p.model.match.EloRatings;
import io.ringrift.p2p.model.match.MatchRow;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Strength of the models of each config, from the results of all their matches. It follows from
 * these alone and may be forgotten at any time; it is made anew when a candidate was judged.
 */
final class Ratings {

    /** Stands for the model before the first training, whose rating is given. */
    private static final String UNTRAINED = "untrained";

    private final Map<String, Rated> known = new ConcurrentHashMap<>();

    private record Rated(Basis basis, SortedMap<String, EloRating> ratings) {}

    /**
     * What the ratings rest on.
     *
     * @param candidates that there were
     * @param judged whether the last of them was
     * @param quarantines changes of what is in quarantine
     */
    private record Basis(int candidates, boolean judged, double anchorElo, int quarantines) {}

    /** The champion's rating; that of the untrained model where there is none. */
    EloRating champion(Training training, Ledger ledger) {
        return of(training, ledger, ledger.lineage().champion());
    }

    /**
     * A model's rating. Without a chain of matches to the untrained model there is nothing to tell
     * them apart by.
     */
    EloRating of(Training training, Ledger ledger, @Nullable Sha256 model) {
        double anchorElo = training.policy(ledger).thresholds().initialElo();
        Basis basis =
                new Basis(
                        ledger.lineage().candidates(),
                        ledger.trial() == null,
                        anchorElo,
                        training.quarantines().changes());
        Rated rated =
                known.compute(
                        ledger.configKey(),
                        (configKey, before) ->
                                before != null && before.basis().equals(basis)
                                        ? before
                                        : rate(training, configKey, basis));
        EloRating rating = rated.ratings().get(name(model));
        return rating == null ? new EloRating(anchorElo, 0, 0) : rating;
    }

    private static Rated rate(Training training, String configKey, Basis basis) {
        List<MatchRow> rows =
                training.matches().values().stream()
                        .filter(match -> match.configKey().equals(configKey))
                        .filter(match -> !training.quarantines().cover(match))
                        // A model against itself says nothing of its strength.
                        .filter(match -> !match.candidate().equals(match.baseline()))
                        .map(Ratings::row)
                        .toList();
        return new Rated(basis, EloRatings.of(rows, UNTRAINED, basis.anchorElo()));
    }

    private static MatchRow row(MatchResult match) {
        return new MatchRow(match.candidate().hex(), name(match.baseline()), match.score());
    }

    private static String name(@Nullable Sha256 model) {
        return model == null ? UNTRAINED : model.hex();
    }
}
