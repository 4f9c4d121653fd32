package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.training.TrainingDecision;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingTrigger;
import io.ringrift.p2p.model.training.TrainingTrigger.Rule;

import java.time.Instant;

/** Whether a training of a config is due. */
public final class TrainingVerdicts {

    private static final int WHOLE = 1_000;

    private TrainingVerdicts() {}

    /**
     * The answer at a moment. A training that somebody submitted by hand counts as one that runs;
     * it is looked for only where the answer would be yes, since that walks over all open jobs.
     *
     * @param knownGames games of the config among the files that the cluster knows
     */
    public static TrainingDecision of(
            ClusterState state, Ledger ledger, Instant now, long knownGames) {
        return of(state, ledger, now, knownGames, state.training().policy(ledger));
    }

    /** The same under another policy. */
    public static TrainingDecision of(
            ClusterState state,
            Ledger ledger,
            Instant now,
            long knownGames,
            TrainingPolicy policy) {
        TrainingTrigger.Verdict verdict =
                TrainingTrigger.decide(ledger.facts(now), policy.thresholds());
        long games = verdict.facts().gamesAvailable();
        Rule rule = verdict.rule();
        String missing = verdict.missing();
        if (verdict.due() && ledger.steering().paused() != null) {
            rule = Rule.HELD;
            missing =
                    "somebody must resume it; "
                            + ledger.steering().paused().by()
                            + " paused it: "
                            + ledger.steering().paused().reason();
        } else if (verdict.due() && isTrainedByHand(state, ledger.configKey())) {
            rule = Rule.TRAINING_RUNS;
            missing = "the training that somebody submitted must end";
        } else if (verdict.due() && knownGames < needed(games, policy.coverageMilli())) {
            rule = Rule.DATA_AWAY;
            missing =
                    (needed(games, policy.coverageMilli()) - knownGames)
                            + " more of the "
                            + games
                            + " games must be among the files that nodes have published"
                            + " (outputs of kind games)";
        }
        return new TrainingDecision(
                now,
                verdict.due() && rule == verdict.rule(),
                rule,
                verdict.facts(),
                policy,
                knownGames,
                missing,
                null);
    }

    private static boolean isTrainedByHand(ClusterState state, String configKey) {
        return state.open().values().stream()
                .map(Job::spec)
                .anyMatch(
                        spec ->
                                spec.type() == JobType.TRAINING
                                        && spec.configKey().equals(configKey));
    }

    /** Rounded up, without overflow for any count. */
    private static long needed(long games, int coverageMilli) {
        return games / WHOLE * coverageMilli
                + Math.ceilDiv(games % WHOLE * coverageMilli, (long) WHOLE);
    }
}
