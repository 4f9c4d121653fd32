package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.TrainingEvent.CandidateRegistered;
import io.ringrift.p2p.engine.TrainingEvent.ChampionChosen;
import io.ringrift.p2p.engine.TrainingEvent.ShadowPolicySet;
import io.ringrift.p2p.engine.TrainingEvent.TrainingPaused;
import io.ringrift.p2p.engine.TrainingEvent.TrainingPolicySet;
import io.ringrift.p2p.engine.TrainingEvent.TrainingResumed;
import io.ringrift.p2p.engine.TrainingOrder.ChooseChampion;
import io.ringrift.p2p.engine.TrainingOrder.LiftQuarantine;
import io.ringrift.p2p.engine.TrainingOrder.NominateModel;
import io.ringrift.p2p.engine.TrainingOrder.PauseTraining;
import io.ringrift.p2p.engine.TrainingOrder.QuarantineData;
import io.ringrift.p2p.engine.TrainingOrder.ResumeTraining;
import io.ringrift.p2p.engine.TrainingOrder.SetShadowPolicy;
import io.ringrift.p2p.engine.TrainingOrder.SetTrainingPolicy;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.Sha256;

import java.util.Objects;

/** How people steer the training loop. */
final class TrainingOrderRules {

    private TrainingOrderRules() {}

    static Decision order(ClusterState state, TrainingOrder order) {
        return switch (order) {
            case SetTrainingPolicy c -> setPolicy(state, c);
            case SetShadowPolicy c -> setShadow(state, c);
            case PauseTraining c -> pause(state, c);
            case ResumeTraining c ->
                    known(state, c.configKey()).steering().paused() == null
                            ? Accepted.of()
                            : Accepted.of(new TrainingResumed(c.at(), c.mandate(), c.configKey()));
            case NominateModel c -> nominate(state, c);
            case ChooseChampion c -> choose(state, c);
            case QuarantineData c -> TaintRules.quarantine(state, c);
            case LiftQuarantine c -> TaintRules.lift(state, c);
        };
    }

    private static Decision setPolicy(ClusterState state, SetTrainingPolicy c) {
        Training training = state.training();
        Steering now =
                c.configKey() == null
                        ? training.general()
                        : training.ledger(c.configKey()).steering();
        if (c.configKey() != null && !state.training().hasRoomFor(c.configKey())) {
            return full();
        }
        if (c.version() != null && c.version() != now.version()) {
            return new Refused(new Rejection.PolicyChanged(now.version()));
        }
        return Objects.equals(c.policy(), now.policy())
                ? Accepted.of()
                : Accepted.of(
                        new TrainingPolicySet(c.at(), c.mandate(), c.configKey(), c.policy()));
    }

    private static Decision setShadow(ClusterState state, SetShadowPolicy c) {
        Training training = state.training();
        Steering now =
                c.configKey() == null
                        ? training.general()
                        : training.ledger(c.configKey()).steering();
        if (c.configKey() != null && !training.hasRoomFor(c.configKey())) {
            return full();
        }
        if (c.version() != null && !c.version().equals(now.shadowVersion())) {
            return new Refused(new Rejection.PolicyChanged(now.shadowVersion()));
        }
        return Objects.equals(c.policy(), now.shadow())
                ? Accepted.of()
                : Accepted.of(new ShadowPolicySet(c.at(), c.mandate(), c.configKey(), c.policy()));
    }

    private static Decision pause(ClusterState state, PauseTraining c) {
        if (!state.training().hasRoomFor(c.configKey())) {
            return full();
        }
        return c.mandate().equals(known(state, c.configKey()).steering().paused())
                ? Accepted.of()
                : Accepted.of(new TrainingPaused(c.at(), c.mandate(), c.configKey()));
    }

    private static Decision nominate(ClusterState state, NominateModel c) {
        if (!state.training().hasRoomFor(c.configKey())) {
            return full();
        }
        Ledger ledger = known(state, c.configKey());
        if (ledger.trial() != null || ledger.run() != null) {
            return TrainingRules.moved(ledger, "a training or a test of a model is under way");
        }
        Catalogue.Held held = state.catalogue().files().get(c.file());
        if (held == null) {
            return TrainingRules.moved(ledger, "no node has that file");
        }
        Refused refused = TrainingRules.isNoModel(ledger, c.file(), held);
        return refused != null
                ? refused
                : Accepted.of(
                        new CandidateRegistered(
                                c.at(),
                                c.configKey(),
                                null,
                                c.file(),
                                c.mandate(),
                                TrainingRules.origin(state, ledger, held.file())));
    }

    /** Only what self-play could get hold of: the untrained model or one that some node has. */
    private static Decision choose(ClusterState state, ChooseChampion c) {
        Ledger ledger = state.training().ledgers().get(c.configKey());
        if (ledger == null) {
            return new Refused(new Rejection.UnknownConfig(c.configKey()));
        }
        Sha256 before = ledger.lineage().champion();
        if (Objects.equals(before, c.champion())) {
            return Accepted.of();
        }
        if (c.champion() != null && !isThere(state, c.configKey(), c.champion())) {
            return TrainingRules.moved(ledger, "no node has a model with that content");
        }
        ChampionChosen chosen =
                new ChampionChosen(c.at(), c.mandate(), c.configKey(), c.champion(), before);
        return new Accepted(TaintRules.rolledBack(state, ledger, c, chosen));
    }

    private static boolean isThere(ClusterState state, String configKey, Sha256 model) {
        return state.catalogue().of(DataKind.MODELS, configKey).stream()
                .anyMatch(held -> held.file().key().sha256().equals(model));
    }

    private static Refused full() {
        return new Refused(new Rejection.TooManyConfigs(Training.MAX_CONFIGS));
    }

    private static Ledger known(ClusterState state, String configKey) {
        return state.training().ledger(configKey);
    }
}
