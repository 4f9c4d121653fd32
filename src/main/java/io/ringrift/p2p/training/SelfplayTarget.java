package io.ringrift.p2p.training;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Keeps self-play queued. Each free place goes to the config that has the least of it for its
 * weight, which rises with what its Elo lacks (1 + d, d as in the training priority); one whose
 * games wait for trainings already gets none.
 */
final class SelfplayTarget {

    private static final Logger LOG = LoggerFactory.getLogger(SelfplayTarget.class);

    private final CommandLog log;
    private final CommandGate gate;
    private final SelfplayProperties settings;
    private final TrainingJobs jobs;
    private final Ratings ratings;
    private final JobIds ids;
    private final Clock clock;
    private final Counter queued;

    SelfplayTarget(
            CommandLog log,
            CommandGate gate,
            SelfplayProperties settings,
            TrainingJobs jobs,
            Ratings ratings,
            JobIds ids,
            Clock clock,
            MeterRegistry meters) {
        this.log = log;
        this.gate = gate;
        this.settings = settings;
        this.jobs = jobs;
        this.ratings = ratings;
        this.ids = ids;
        this.clock = clock;
        this.queued = meters.counter("ringrift.p2p.selfplay.queued");
    }

    void round(Epoch epoch) {
        ClusterState state = log.picture().state();
        if (settings.configs().isEmpty() || !RulesVersion.haveTraining(state)) {
            return;
        }
        Map<String, Integer> open = open(state);
        int free = settings.queued() - open.values().stream().mapToInt(Integer::intValue).sum();
        for (; free > 0; free--) {
            String next = next(state, open);
            SelfplayProperties.Config config = next == null ? null : settings.configs().get(next);
            if (next == null || config == null || !submit(state, next, config.games())) {
                return;
            }
            open.merge(next, 1, Integer::sum);
        }
    }

    /** Self-play of the configs that waits or runs, whoever submitted it. */
    private Map<String, Integer> open(ClusterState state) {
        Map<String, Integer> open = new HashMap<>();
        for (Job job : state.open().values()) {
            boolean counts =
                    job.spec().type() == JobType.SELFPLAY
                            && job.spec().partOf() == null
                            && settings.configs().containsKey(job.spec().configKey());
            if (counts) {
                open.merge(job.spec().configKey(), 1, Integer::sum);
            }
        }
        return open;
    }

    /** The config that is furthest behind its share; null when none may have more. */
    private @Nullable String next(ClusterState state, Map<String, Integer> open) {
        String best = null;
        double least = Double.MAX_VALUE;
        for (var entry : new TreeMap<>(settings.configs()).entrySet()) {
            int jobsNow = open.getOrDefault(entry.getKey(), 0);
            double share = jobsNow / weight(state, entry.getKey(), entry.getValue());
            if (share < least && mayPlay(state, entry.getKey(), entry.getValue(), jobsNow)) {
                best = entry.getKey();
                least = share;
            }
        }
        return best;
    }

    private double weight(ClusterState state, String configKey, SelfplayProperties.Config config) {
        Ledger ledger = state.training().ledgers().get(configKey);
        if (ledger == null) {
            return config.weight() * 2;
        }
        TrainingThresholds limits = state.training().policy(ledger).thresholds();
        double span = limits.targetElo() - limits.initialElo();
        double lacks = limits.targetElo() - ratings.champion(state.training(), ledger).elo();
        return config.weight() * (1 + Math.clamp(lacks / span, 0.0, 1.0));
    }

    private static boolean mayPlay(
            ClusterState state, String configKey, SelfplayProperties.Config config, int jobsNow) {
        Ledger ledger = state.training().ledgers().get(configKey);
        long waiting = ledger == null ? 0 : ledger.games().since();
        TrainingPolicy policy =
                ledger == null ? state.training().generalPolicy() : state.training().policy(ledger);
        return waiting + (double) jobsNow * config.games()
                < config.ahead() * policy.thresholds().minGames();
    }

    private boolean submit(ClusterState state, String configKey, int games) {
        Ledger ledger = state.training().ledgers().get(configKey);
        Sha256 champion = ledger == null ? null : ledger.lineage().champion();
        var command =
                new Command.SubmitJob(
                        clock.instant(),
                        ids.next(),
                        jobs.selfPlay(configKey, champion, games, settings.priority()),
                        null,
                        "");
        if (gate.submit(command).decision() instanceof Decision.Refused refused) {
            LOG.warn("Self-play of {} was refused: {}", configKey, refused.why().code());
            return false;
        }
        queued.increment();
        return true;
    }
}
