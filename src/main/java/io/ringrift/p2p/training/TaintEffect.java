package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.Catalogue;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.DataSum;
import io.ringrift.p2p.engine.GameResult;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.MatchResult;
import io.ringrift.p2p.engine.Quarantine;
import io.ringrift.p2p.engine.Training;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.EloRating;
import io.ringrift.p2p.model.match.MatchScore;
import io.ringrift.p2p.model.match.Sprt;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.training.ModelVersion;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * What a quarantine changes: the difference of two states, one in which the data counts and one in
 * which it is in quarantine. So a preview and an order that is in force are seen in the same way.
 *
 * @param files that are in it
 * @param results of self-play that are in it
 * @param games of these
 * @param configs whose ledgers differ
 */
record TaintEffect(Files files, int results, long games, List<OfConfig> configs) {

    private static final int SHOWN = 100;

    /**
     * Files of all kinds.
     *
     * @param games in those of kind games
     * @param first of them, at most {@value #SHOWN}
     */
    record Files(int count, long games, long bytes, List<Shard> first) {}

    /** A file. */
    record Shard(DataKind kind, DataPath path, Sha256 sha256, long games, long size) {}

    /** A number in both states. */
    record Pair<T>(T counted, T quarantined) {}

    /**
     * What is another thing for one config.
     *
     * @param gamesSinceLastTrain what the trigger looks at
     * @param championElo of the model that is the champion; left out where nothing changes
     * @param evaluation the running test; left out where nothing changes
     * @param training a training under way that may have read of it
     * @param models that may have learned from it, or were tested or trained there
     */
    record OfConfig(
            String configKey,
            Pair<Long> gamesTotal,
            Pair<Long> gamesSinceLastTrain,
            int matches,
            @Nullable Pair<Double> championElo,
            @Nullable Pair<Test> evaluation,
            @Nullable JobId training,
            List<Model> models) {}

    /** A running test. */
    record Test(MatchScore score, double llr) {

        static Test of(MatchScore score, SprtLimits gate) {
            return new Test(score, Sprt.of(score, gate).llr());
        }
    }

    /**
     * A model.
     *
     * @param learned whether it learned from the data or was trained by the node
     * @param inherited whether one did that it descends from
     * @param testedGames of its matches that are in quarantine
     */
    record Model(
            int number,
            Sha256 sha256,
            ModelVersion.Status status,
            boolean learned,
            boolean inherited,
            long testedGames,
            Pair<Double> elo) {}

    /**
     * Compares.
     *
     * @param counted the state in which the data counts
     * @param quarantined the same but for the quarantine
     */
    static TaintEffect of(ClusterState counted, ClusterState quarantined, Quarantine one) {
        DataScope scope = one.scope();
        int results = 0;
        long games = 0;
        for (GameResult result : counted.training().results().values()) {
            if (result.isOf(scope)) {
                results++;
                games += result.games();
            }
        }
        List<OfConfig> configs = new ArrayList<>();
        for (Ledger ledger : quarantined.training().ledgers().values()) {
            OfConfig config =
                    new TaintedConfig(counted.training(), quarantined.training(), one, ledger)
                            .compare();
            if (config != null) {
                configs.add(config);
            }
        }
        return new TaintEffect(files(counted, scope), results, games, configs);
    }

    private static Files files(ClusterState state, DataScope scope) {
        DataSum sum = new DataSum();
        long games = 0;
        List<Shard> first = new ArrayList<>();
        for (Catalogue.Held held : state.catalogue().files().values()) {
            DataFile file = held.file();
            if (state.training().isIn(scope, file)) {
                sum.add(file);
                // A model says from how many games it learned; those are counted already.
                games += file.key().kind().equals(DataKind.GAMES) ? file.games() : 0;
                if (first.size() < SHOWN) {
                    first.add(
                            new Shard(
                                    file.key().kind(),
                                    file.key().path(),
                                    file.key().sha256(),
                                    file.games(),
                                    file.size()));
                }
            }
        }
        return new Files(sum.files(), games, sum.bytes(), first);
    }

    /** One config in both states. */
    private static final class TaintedConfig {

        private final Training counted;
        private final Training quarantined;
        private final Quarantine one;
        private final Ledger before;
        private final Ledger after;
        private final List<MatchResult> matches;
        private final Ratings elosBefore = new Ratings();
        private final Ratings elosAfter = new Ratings();

        TaintedConfig(Training counted, Training quarantined, Quarantine one, Ledger after) {
            this.counted = counted;
            this.quarantined = quarantined;
            this.one = one;
            this.after = after;
            this.before = counted.ledgers().getOrDefault(after.configKey(), after);
            this.matches =
                    one.scope().model() != null
                            ? List.of()
                            : counted.matches().values().stream().filter(this::isIn).toList();
        }

        private boolean isIn(MatchResult match) {
            return match.configKey().equals(after.configKey())
                    && one.scope().covers(match.node(), match.configKey(), null, match.at());
        }

        @Nullable OfConfig compare() {
            List<Model> models =
                    after.lineage().versions().stream()
                            .filter(version -> isTouched(version))
                            .map(this::model)
                            .toList();
            boolean trains = after.run() != null && after.run().taints().contains(one.number());
            if (before.equals(after) && matches.isEmpty() && models.isEmpty()) {
                return null;
            }
            Sha256 champion = after.lineage().champion();
            return new OfConfig(
                    after.configKey(),
                    new Pair<>(before.games().total(), after.games().total()),
                    new Pair<>(before.games().since(), after.games().since()),
                    matches.size(),
                    matches.isEmpty() ? null : elo(champion),
                    evaluation(),
                    trains && after.run() != null ? after.run().job() : null,
                    models);
        }

        private boolean isTouched(ModelVersion version) {
            return version.taints().contains(one.number())
                    || Descent.taints(after.lineage(), version).contains(one.number())
                    || tested(version) > 0;
        }

        private long tested(ModelVersion version) {
            return matches.stream()
                    .filter(match -> match.candidate().equals(version.sha256()))
                    .mapToLong(match -> match.score().games())
                    .sum();
        }

        private Model model(ModelVersion version) {
            boolean learned = version.taints().contains(one.number());
            return new Model(
                    version.number(),
                    version.sha256(),
                    version.status(),
                    learned,
                    !learned && Descent.taints(after.lineage(), version).contains(one.number()),
                    tested(version),
                    elo(version.sha256()));
        }

        private Pair<Double> elo(@Nullable Sha256 model) {
            EloRating then = elosBefore.of(counted, before, model);
            EloRating now = elosAfter.of(quarantined, after, model);
            return new Pair<>(then.elo(), now.elo());
        }

        private @Nullable Pair<Test> evaluation() {
            if (before.trial() == null
                    || after.trial() == null
                    || before.trial().score().equals(after.trial().score())) {
                return null;
            }
            SprtLimits gate = quarantined.policy(after).gate();
            return new Pair<>(
                    Test.of(before.trial().score(), gate), Test.of(after.trial().score(), gate));
        }
    }
}
