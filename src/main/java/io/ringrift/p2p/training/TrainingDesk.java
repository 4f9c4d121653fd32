package io.ringrift.p2p.training;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Ledger;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.TrainingEvent;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;

/** Carries out what people order about the learning of configs. */
final class TrainingDesk {

    private static final Logger LOG = LoggerFactory.getLogger(TrainingDesk.class);

    private final CommandLog log;
    private final CommandGate gate;

    TrainingDesk(CommandLog log, CommandGate gate) {
        this.log = log;
        this.gate = gate;
    }

    /** Puts it into the log; returns the state that holds it. */
    ClusterState order(TrainingOrder order) {
        ClusterState now = log.picture().state();
        if (now.rulesVersion() < rules(order)) {
            throw Problem.tryLater(
                    "rules_too_old", "Not every voter runs a release that knows of that yet.", 30);
        }
        switch (gate.submit(order).decision()) {
            case Decision.Accepted(var events) -> events.forEach(TrainingDesk::tell);
            case Decision.Refused(var why) -> throw refusal(why);
        }
        return log.picture().state();
    }

    /** The rules under which an order may be given. */
    private static int rules(TrainingOrder order) {
        return switch (order) {
            case TrainingOrder.SetShadowPolicy _ -> RulesVersion.SHADOW;
            case TrainingOrder.QuarantineData _, TrainingOrder.LiftQuarantine _ ->
                    RulesVersion.QUARANTINE;
            case TrainingOrder.SetTrainingPolicy _, TrainingOrder.OfConfig _ ->
                    RulesVersion.TRAINING;
        };
    }

    private static void tell(Object event) {
        if (event instanceof TrainingEvent known) {
            LOG.info("{}", Sentences.of(known));
        }
    }

    static Ledger find(ClusterState state, String configKey) {
        Ledger ledger = state.training().ledgers().get(configKey);
        if (ledger == null) {
            throw refusal(new Rejection.UnknownConfig(configKey));
        }
        return ledger;
    }

    static RuntimeException refusal(Rejection why) {
        return switch (why) {
            case Rejection.UnknownConfig r ->
                    Problem.of(
                            HttpStatus.NOT_FOUND,
                            r.code(),
                            "No self-play result of "
                                    + r.configKey()
                                    + " was counted yet and nobody set a policy for it.");
            case Rejection.PolicyChanged r ->
                    Problem.of(
                            HttpStatus.PRECONDITION_FAILED,
                            r.code(),
                            "Somebody else has changed it; it is at version "
                                    + r.version()
                                    + " now. Read it again, then say If-Match: \""
                                    + r.version()
                                    + "\".");
            case Rejection.LedgerMoved r ->
                    Problem.of(
                            HttpStatus.CONFLICT, r.code(), r.configKey() + ": " + r.what() + ".");
            case Rejection.TooManyConfigs r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "There are " + r.limit() + " configs with a ledger, no more fit.");
            case Rejection.UnknownQuarantine r ->
                    Problem.of(
                            HttpStatus.NOT_FOUND,
                            r.code(),
                            "No quarantine " + r.number() + " is in force.");
            case Rejection.TooManyQuarantines r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "There are "
                                    + r.limit()
                                    + " quarantines; take one back, or order a longer time.");
            default -> Problem.of(HttpStatus.CONFLICT, why.code(), "Refused: " + why + ".");
        };
    }
}
