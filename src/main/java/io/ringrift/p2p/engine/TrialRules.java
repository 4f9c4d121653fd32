package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.JobSubmitted;
import io.ringrift.p2p.engine.TrainingEvent.MatchFailed;
import io.ringrift.p2p.engine.TrainingEvent.MatchOrdered;
import io.ringrift.p2p.engine.TrainingEvent.MatchRecorded;
import io.ringrift.p2p.engine.TrainingEvent.ModelPromoted;
import io.ringrift.p2p.engine.TrainingEvent.ModelRejected;
import io.ringrift.p2p.engine.TrainingStep.FailMatch;
import io.ringrift.p2p.engine.TrainingStep.JudgeCandidate;
import io.ringrift.p2p.engine.TrainingStep.OrderMatch;
import io.ringrift.p2p.engine.TrainingStep.RecordMatch;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.Sprt;
import io.ringrift.p2p.model.match.SprtLimits;
import io.ringrift.p2p.model.match.SprtState;
import io.ringrift.p2p.model.training.TrainingPolicy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** The gate: how a candidate is tested. Whatever is missing, wrong or late promotes nothing. */
final class TrialRules {

    private TrialRules() {}

    static Decision order(ClusterState state, Ledger ledger, OrderMatch c) {
        Trial trial = ledger.trial();
        TrainingPolicy policy = state.training().policy(ledger);
        if (trial == null || isNot(trial, c.candidate()) || c.batch() != trial.batches()) {
            return other(ledger);
        }
        if (trial.pending().size() >= policy.parallelBatches()
                || trial.failures() >= Trial.MOST_FAILURES
                || c.spec().numGames() > TrainingPolicy.MAX_BATCH
                || trial.score().games() + trial.pendingGames() >= policy.gate().maxGames()
                || Sprt.of(trial.score(), policy.gate()).verdict() != SprtState.Verdict.CONTINUE) {
            return TrainingRules.moved(ledger, "the candidate needs no more games now");
        }
        Refused refused =
                TrainingRules.mayNotBegin(state, ledger, c.jobId(), c.spec(), JobType.EVALUATION);
        return refused != null
                ? refused
                : Accepted.of(
                        new MatchOrdered(
                                c.at(),
                                c.configKey(),
                                c.candidate(),
                                c.jobId(),
                                c.spec().numGames()),
                        new JobSubmitted(c.at(), c.jobId(), c.spec(), null, ""));
    }

    static Decision record(ClusterState state, Ledger ledger, RecordMatch c) {
        Trial trial = ledger.trial();
        Integer ordered = trial == null ? null : trial.pending().get(c.jobId());
        if (trial == null || ordered == null) {
            return other(ledger);
        }
        Job job = state.finished().get(c.jobId());
        Attempt counted = job == null ? null : job.lastAttempt();
        if (job == null || counted == null || job.status() != JobStatus.COMPLETED) {
            return TrainingRules.moved(ledger, "that evaluation has not completed");
        }
        long games = c.score().games();
        if (games < 1 || games > ordered) {
            return TrainingRules.moved(
                    ledger, games + " games are not 1 to " + ordered + ", which were ordered");
        }
        if (state.training().quarantines().cover(counted.node(), c.configKey(), null, c.at())) {
            return Accepted.of(
                    new MatchFailed(
                            c.at(),
                            c.configKey(),
                            c.jobId(),
                            "what node " + counted.node() + " makes is in quarantine"));
        }
        return Accepted.of(
                new MatchRecorded(
                        c.at(),
                        c.configKey(),
                        c.jobId(),
                        counted.node(),
                        trial.candidate().sha256(),
                        trial.baseline(),
                        c.score()));
    }

    static Decision fail(ClusterState state, Ledger ledger, FailMatch c) {
        Trial trial = ledger.trial();
        if (trial == null || !trial.pending().containsKey(c.jobId())) {
            return other(ledger);
        }
        return state.open().containsKey(c.jobId())
                ? TrainingRules.moved(ledger, "that evaluation is under way")
                : Accepted.of(new MatchFailed(c.at(), c.configKey(), c.jobId(), c.reason()));
    }

    static Decision judge(ClusterState state, Ledger ledger, JudgeCandidate c) {
        Trial trial = ledger.trial();
        if (trial == null || isNot(trial, c.candidate())) {
            return other(ledger);
        }
        if (trial.failures() >= Trial.MOST_FAILURES) {
            return rejected(
                    state,
                    ledger,
                    trial,
                    c.at(),
                    trial.failures()
                            + " evaluations brought no result, the last because "
                            + trial.lastFailure());
        }
        SprtLimits gate = state.training().policy(ledger).gate();
        SprtState test = Sprt.of(trial.score(), gate);
        return switch (test.verdict()) {
            case CONTINUE -> Accepted.of();
            case REJECTED ->
                    rejected(state, ledger, trial, c.at(), sentence("the test says no", test));
            case CAP_REACHED ->
                    rejected(
                            state,
                            ledger,
                            trial,
                            c.at(),
                            sentence("no answer after " + trial.score().games() + " games", test));
            case ACCEPTED -> promoted(state, ledger, trial, test, c.at());
        };
    }

    /** Compare and set: who beat another model than today's champion has shown nothing. */
    private static Decision promoted(
            ClusterState state, Ledger ledger, Trial trial, SprtState test, Instant at) {
        if (!Objects.equals(trial.baseline(), ledger.lineage().champion())) {
            return rejected(state, ledger, trial, at, "it played another one than the champion");
        }
        if (!state.catalogue().files().containsKey(trial.candidate())) {
            return rejected(state, ledger, trial, at, "no node has its file any more");
        }
        List<Event> events = cancelled(state, trial, at);
        events.addAll(
                TaintRules.championAgain(
                        state, ledger.configKey(), trial.candidate().sha256(), at));
        events.add(
                new ModelPromoted(
                        at,
                        ledger.configKey(),
                        trial.candidate().sha256(),
                        trial.baseline(),
                        trial.score(),
                        sentence("the test says yes", test)));
        return new Accepted(events);
    }

    private static Decision rejected(
            ClusterState state, Ledger ledger, Trial trial, Instant at, String reason) {
        List<Event> events = cancelled(state, trial, at);
        events.add(
                new ModelRejected(
                        at,
                        ledger.configKey(),
                        trial.candidate().sha256(),
                        trial.baseline(),
                        trial.score(),
                        reason));
        return new Accepted(events);
    }

    /** Evaluations that nobody waits for any more. */
    private static List<Event> cancelled(ClusterState state, Trial trial, Instant at) {
        List<Event> events = new ArrayList<>();
        trial.pending()
                .keySet()
                .forEach(
                        id -> {
                            Job job = state.open().get(id);
                            if (job != null) {
                                events.add(BatchRules.cancelled(job, at));
                            }
                        });
        return events;
    }

    private static String sentence(String what, SprtState test) {
        return String.format(
                Locale.ROOT,
                "%s: LLR %.2f, bounds %.2f and %.2f",
                what,
                test.llr(),
                test.lower(),
                test.upper());
    }

    private static boolean isNot(Trial trial, Sha256 candidate) {
        return !trial.candidate().sha256().equals(candidate);
    }

    private static Refused other(Ledger ledger) {
        return TrainingRules.moved(ledger, "that is not what is being tested");
    }
}
