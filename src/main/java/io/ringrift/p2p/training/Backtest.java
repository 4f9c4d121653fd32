package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;
import io.ringrift.p2p.model.training.TrainingTrigger;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.TreeSet;

/**
 * What a policy would have done with the games that came and the trainings that ran. It walks
 * through time from game to game: whenever something happens, or enough time has passed for a
 * threshold, the policy is asked as the leader asks it.
 *
 * <p>The n-th training of a replay takes as long, and gains or not, as the n-th one did in truth;
 * where there was none, as long as the mean of those that there were (an hour without any), with a
 * gain.
 */
final class Backtest {

    private static final double HOUR_SECONDS = 3_600;

    /** So many triggers are enough to judge a policy by; a hasty one would go on for ever. */
    private static final int MOST_TRIGGERS = 10_000;

    /** Games that were counted. */
    record Landing(Instant at, long games) {}

    /**
     * A training as it was.
     *
     * @param ended when the config was free for the next one: its candidate was judged, or it
     *     failed
     * @param completed when it completed; null when it did not
     */
    record Run(
            Instant triggered,
            TrainingTrigger.Rule rule,
            long games,
            @Nullable Instant completed,
            Instant ended,
            boolean gain,
            double gpus) {

        Duration duration() {
            return Duration.between(triggered, ended);
        }
    }

    /** What happened to a config, oldest first. */
    record History(List<Landing> landings, List<Run> runs, Instant until) {}

    /** A training that a policy would have begun. */
    record Trigger(Instant at, TrainingTrigger.Rule rule, long games) {}

    /**
     * The sum of a replay.
     *
     * @param trainingHours from each trigger until the config was free again
     * @param gpuHours the same times the GPUs that the trainings reserved
     * @param meanDataAgeHours how long a new game waited for its training, over all games
     * @param gamesLeft new games that no training used
     */
    record Outcome(
            int triggers,
            double trainingHours,
            double gpuHours,
            double meanDataAgeHours,
            long gamesLeft,
            List<Trigger> first) {}

    private static final int SHOWN = 100;

    private final History history;
    private final TrainingThresholds limits;
    private final List<Landing> waiting = new ArrayList<>();
    private final List<Trigger> triggers = new ArrayList<>();
    private long since;
    private @Nullable Instant firstGameAt;
    private @Nullable Instant trainedAt;
    private @Nullable Instant runEndedAt;
    private @Nullable Instant busyUntil;
    private @Nullable Instant trainingEnds;
    private boolean gains;
    private int runsWithoutGain;
    private double ageSeconds;
    private long used;
    private double hours;
    private double gpuHours;

    private Backtest(History history, TrainingThresholds limits) {
        this.history = history;
        this.limits = limits;
    }

    /** What is recorded of a config: results and trainings that the cluster has not forgotten. */
    static History history(ClusterState state, Ledger ledger, Instant until) {
        List<Landing> landings = new ArrayList<>();
        for (Job job : state.finished().values()) {
            Instant at = job.completedAt();
            boolean counts =
                    job.spec().type() == JobType.SELFPLAY
                            && job.spec().configKey().equals(ledger.configKey())
                            && job.status() == JobStatus.COMPLETED
                            && job.batch() == null;
            if (counts && at != null) {
                landings.add(new Landing(at, job.games()));
            }
        }
        landings.sort(Comparator.comparing(Landing::at));
        List<Run> runs = new ArrayList<>();
        for (TrainingDecision decision : ledger.decisions()) {
            if (decision.due() && decision.job() != null) {
                runs.add(run(state, ledger, decision, until));
            }
        }
        return new History(landings, runs, until);
    }

    private static Run run(
            ClusterState state, Ledger ledger, TrainingDecision decision, Instant until) {
        Job job = state.job(Objects.requireNonNull(decision.job()));
        ModelVersion version =
                ledger.lineage().versions().stream()
                        .filter(one -> decision.job().equals(one.trainedBy()))
                        .findFirst()
                        .orElse(null);
        Instant completed =
                job != null && job.status() == JobStatus.COMPLETED ? job.completedAt() : null;
        Instant free = version == null ? null : version.judgedAt();
        if (free == null && job != null && version == null) {
            free = job.completedAt();
        }
        boolean gain =
                version != null
                        && version.judgedAt() != null
                        && version.status() != ModelVersion.Status.REJECTED;
        return new Run(
                decision.at(),
                decision.rule(),
                decision.facts().gamesAvailable(),
                completed,
                // What has not ended yet keeps the config busy to the end.
                free == null ? until.plusSeconds(1) : free,
                gain,
                job == null ? 0 : job.spec().resources().gpuMilli() / 1_000.0);
    }

    static Outcome of(History history, TrainingPolicy policy) {
        Backtest replay = new Backtest(history, policy.thresholds());
        replay.run();
        return new Outcome(
                replay.triggers.size(),
                replay.hours,
                replay.gpuHours,
                replay.used == 0 ? 0 : replay.ageSeconds / replay.used / HOUR_SECONDS,
                replay.since,
                replay.triggers.stream().limit(SHOWN).toList());
    }

    private void run() {
        PriorityQueue<Instant> moments = new PriorityQueue<>();
        history.landings().forEach(landing -> moments.add(landing.at()));
        int next = 0;
        TreeSet<Instant> seen = new TreeSet<>();
        while (!moments.isEmpty() && triggers.size() < MOST_TRIGGERS) {
            Instant now = moments.remove();
            if (now.isAfter(history.until()) || !seen.add(now)) {
                continue;
            }
            while (next < history.landings().size()
                    && !history.landings().get(next).at().isAfter(now)) {
                land(history.landings().get(next++));
            }
            end(now);
            ask(now);
            moments.addAll(thresholds(now));
        }
    }

    private void land(Landing landing) {
        since += landing.games();
        waiting.add(landing);
        firstGameAt = firstGameAt == null ? landing.at() : firstGameAt;
    }

    private void end(Instant now) {
        if (busyUntil != null && !now.isBefore(busyUntil)) {
            runEndedAt = trainingEnds;
            runsWithoutGain = gains ? 0 : runsWithoutGain + 1;
            busyUntil = null;
        }
    }

    private void ask(Instant now) {
        Instant modelSince = trainedAt != null ? trainedAt : firstGameAt;
        TrainingTrigger.Verdict verdict =
                TrainingTrigger.decide(
                        new TrainingTrigger.Facts(
                                since,
                                modelSince == null ? Duration.ZERO : between(modelSince, now),
                                runEndedAt == null ? null : between(runEndedAt, now),
                                busyUntil != null,
                                runsWithoutGain),
                        limits);
        if (verdict.due()) {
            begin(now, verdict.rule());
        }
    }

    private void begin(Instant now, TrainingTrigger.Rule rule) {
        int number = triggers.size();
        boolean known = number < history.runs().size();
        Run truth = known ? history.runs().get(number) : null;
        Duration takes = truth == null ? mean() : truth.duration();
        triggers.add(new Trigger(now, rule, since));
        busyUntil = now.plus(takes);
        trainingEnds =
                truth == null || truth.completed() == null
                        ? busyUntil
                        : now.plus(between(truth.triggered(), truth.completed()));
        gains = truth == null || truth.gain();
        hours += takes.toSeconds() / HOUR_SECONDS;
        gpuHours += takes.toSeconds() / HOUR_SECONDS * (truth == null ? meanGpus() : truth.gpus());
        if (truth == null || truth.completed() != null) {
            for (Landing landing : waiting) {
                ageSeconds += (double) landing.games() * between(landing.at(), now).toSeconds();
                used += landing.games();
            }
            waiting.clear();
            since = 0;
            trainedAt = trainingEnds;
        }
    }

    /** When time alone may change the answer. */
    private List<Instant> thresholds(Instant now) {
        List<Instant> moments = new ArrayList<>();
        Instant modelSince = trainedAt != null ? trainedAt : firstGameAt;
        add(moments, now, modelSince, limits.staleness());
        add(moments, now, runEndedAt, limits.cooldown());
        add(moments, now, runEndedAt, limits.staleness());
        add(moments, now, busyUntil, Duration.ZERO);
        return moments;
    }

    private static void add(
            List<Instant> moments, Instant now, @Nullable Instant from, Duration after) {
        if (from != null && from.plus(after).isAfter(now)) {
            moments.add(from.plus(after));
        }
    }

    private static Duration between(Instant from, Instant to) {
        return to.isBefore(from) ? Duration.ZERO : Duration.between(from, to);
    }

    private Duration mean() {
        return history.runs().isEmpty()
                ? Duration.ofHours(1)
                : history.runs().stream()
                        .map(Run::duration)
                        .reduce(Duration.ZERO, Duration::plus)
                        .dividedBy(history.runs().size());
    }

    private double meanGpus() {
        return history.runs().stream().mapToDouble(Run::gpus).average().orElse(0);
    }
}
