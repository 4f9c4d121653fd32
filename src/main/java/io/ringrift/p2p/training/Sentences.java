package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.TrainingEvent;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.match.MatchScore;

import org.jspecify.annotations.Nullable;

/** What happened, for people who read the log. */
final class Sentences {

    private Sentences() {}

    static String of(TrainingEvent event) {
        return switch (event) {
            case TrainingEvent.TrainingConfigured _ -> "the training policy of the settings holds";
            case TrainingEvent.TrainingPolicySet e ->
                    (e.configKey() == null ? "all configs" : e.configKey())
                            + ": another training policy, by "
                            + e.mandate().by();
            case TrainingEvent.ShadowPolicySet e ->
                    (e.configKey() == null ? "all configs" : e.configKey())
                            + ": another policy in the shadow, by "
                            + e.mandate().by();
            case TrainingEvent.DataQuarantined e ->
                    "quarantine "
                            + e.quarantine().number()
                            + " by "
                            + e.quarantine().mandate().by()
                            + ": "
                            + e.quarantine().mandate().reason();
            case TrainingEvent.QuarantineLifted e ->
                    "quarantine " + e.number() + " is taken back by " + e.mandate().by();
            case TrainingEvent.OfConfig e -> e.configKey() + ": " + ofConfig(e);
        };
    }

    private static String ofConfig(TrainingEvent.OfConfig event) {
        return switch (event) {
            case TrainingEvent.TrainingPaused e ->
                    "paused by " + e.mandate().by() + ": " + e.mandate().reason();
            case TrainingEvent.TrainingResumed e -> "resumed by " + e.mandate().by();
            case TrainingEvent.TrainingDecided e ->
                    e.decision().due()
                            ? "a training is due: "
                                    + e.decision().rule()
                                    + ", "
                                    + e.decision().facts().gamesAvailable()
                                    + " new games"
                            : "no training now: "
                                    + e.decision().rule()
                                    + "; "
                                    + e.decision().missing();
            case TrainingEvent.ShadowDecided e ->
                    "in the shadow: "
                            + (e.decision().due() ? "due, " : "not due, ")
                            + e.decision().rule();
            case TrainingEvent.TrainingTriggered e ->
                    "training "
                            + e.generation()
                            + " begins from "
                            + name(e.champion())
                            + ", job "
                            + e.jobId();
            case TrainingEvent.TrainingBroughtNothing e ->
                    "training " + e.jobId() + " brought no candidate: " + e.reason();
            case TrainingEvent.CandidateRegistered e ->
                    "model " + name(e.file().sha256()) + " is a candidate";
            case TrainingEvent.MatchOrdered e ->
                    name(e.candidate()) + " plays " + e.games() + " games, job " + e.jobId();
            case TrainingEvent.MatchRecorded e ->
                    name(e.candidate())
                            + " against "
                            + name(e.baseline())
                            + ": "
                            + score(e.score());
            case TrainingEvent.MatchFailed e ->
                    "evaluation " + e.jobId() + " does not count: " + e.reason();
            case TrainingEvent.ModelPromoted e ->
                    name(e.model())
                            + " is the champion now, "
                            + score(e.score())
                            + " against "
                            + name(e.baseline())
                            + "; "
                            + e.reason();
            case TrainingEvent.ModelRejected e ->
                    name(e.model())
                            + " is rejected, "
                            + score(e.score())
                            + " against "
                            + name(e.baseline())
                            + "; "
                            + e.reason();
            case TrainingEvent.ChampionChosen e ->
                    e.mandate().by() + " made " + name(e.champion()) + " the champion";
        };
    }

    private static String score(MatchScore score) {
        return "+" + score.wins() + " =" + score.draws() + " -" + score.losses();
    }

    static String name(@Nullable Sha256 model) {
        return model == null ? "the untrained model" : model.hex().substring(0, 12);
    }
}
