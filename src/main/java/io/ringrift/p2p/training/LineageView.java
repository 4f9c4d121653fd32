package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.GameResult;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.MatchResult;
import io.ringrift.p2p.engine.Training;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a model comes from.
 *
 * @param configKey whose it is
 * @param model itself
 * @param data that it learned from; left out where that is not known
 * @param evaluatedBy games of its tests by the nodes that played them
 * @param parents that it descends from, the nearest first
 * @param children that were trained from it, the oldest first
 */
record LineageView(
        String configKey,
        LedgerView.Version model,
        @Nullable Data data,
        Map<NodeId, Long> evaluatedBy,
        List<Relative> parents,
        List<Relative> children) {

    /**
     * Games that it could learn from, as far as their origin is remembered.
     *
     * @param games of the generations, with those that are in quarantine
     * @param inQuarantine of these
     * @param nodes games by the nodes that played them
     */
    record Data(
            int firstGeneration,
            int lastGeneration,
            long games,
            long inQuarantine,
            Map<NodeId, Long> nodes) {}

    /** Another model of the family. */
    record Relative(
            int number,
            Sha256 sha256,
            ModelVersion.Status status,
            int generation,
            Instant at,
            @Nullable String codeVersion,
            List<Integer> quarantines) {

        static Relative of(ModelVersion version) {
            ModelVersion.Origin origin = version.origin();
            return new Relative(
                    version.number(),
                    version.sha256(),
                    version.status(),
                    version.generation(),
                    version.at(),
                    origin == null ? null : origin.codeVersion(),
                    version.taints());
        }
    }

    static LineageView of(
            ClusterState state, Ledger ledger, ModelVersion version, Ratings ratings) {
        Training training = state.training();
        Map<NodeId, Long> evaluatedBy = new TreeMap<>();
        for (MatchResult match : training.matches().values()) {
            if (match.configKey().equals(ledger.configKey())
                    && match.candidate().equals(version.sha256())) {
                evaluatedBy.merge(match.node(), match.score().games(), Long::sum);
            }
        }
        return new LineageView(
                ledger.configKey(),
                LedgerView.Version.of(
                        ledger.lineage(), version, ratings.of(training, ledger, version.sha256())),
                data(training, ledger, version),
                evaluatedBy,
                Descent.of(ledger.lineage(), version).stream().map(Relative::of).toList(),
                ledger.lineage().versions().stream()
                        .filter(one -> version.sha256().equals(one.parent()))
                        .map(Relative::of)
                        .toList());
    }

    private static @Nullable Data data(Training training, Ledger ledger, ModelVersion version) {
        ModelVersion.Origin origin = version.origin();
        if (origin == null || version.trainedBy() == null) {
            return null;
        }
        long games = 0;
        long inQuarantine = 0;
        Map<NodeId, Long> nodes = new TreeMap<>();
        for (GameResult result : training.results().values()) {
            if (result.configKey().equals(ledger.configKey())
                    && version.learnedFrom(result.generation())) {
                games += result.games();
                nodes.merge(result.node(), result.games(), Long::sum);
                inQuarantine += training.quarantines().cover(result) ? result.games() : 0;
            }
        }
        return new Data(origin.from(), version.generation(), games, inQuarantine, nodes);
    }
}
