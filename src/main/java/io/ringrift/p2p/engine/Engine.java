package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AbortRestore;
import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.AssignPart;
import io.ringrift.p2p.engine.Command.BeginRestore;
import io.ringrift.p2p.engine.Command.CancelJob;
import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.CompleteJob;
import io.ringrift.p2p.engine.Command.EnrolVoter;
import io.ringrift.p2p.engine.Command.FailJob;
import io.ringrift.p2p.engine.Command.Fenced;
import io.ringrift.p2p.engine.Command.FinishRestore;
import io.ringrift.p2p.engine.Command.ForgetVoter;
import io.ringrift.p2p.engine.Command.FoundCluster;
import io.ringrift.p2p.engine.Command.LoseAttempt;
import io.ringrift.p2p.engine.Command.MarkNodeOffline;
import io.ringrift.p2p.engine.Command.NoteLateReport;
import io.ringrift.p2p.engine.Command.OfNode;
import io.ringrift.p2p.engine.Command.PurgeDeadLetter;
import io.ringrift.p2p.engine.Command.RaiseRulesVersion;
import io.ringrift.p2p.engine.Command.RecordManifest;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.ReleaseAttempt;
import io.ringrift.p2p.engine.Command.ReleaseCopies;
import io.ringrift.p2p.engine.Command.ReleaseLease;
import io.ringrift.p2p.engine.Command.RenewLease;
import io.ringrift.p2p.engine.Command.RestorePart;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Command.StartJob;
import io.ringrift.p2p.engine.Command.SubmitJob;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.model.Lease;

/** The deterministic core: the same state and command give the same answer on every replica. */
public final class Engine {

    private Engine() {}

    /**
     * A decision and what it leads to.
     *
     * @param decision accepted or refused
     * @param state the state afterwards; the same object when it was refused
     */
    public record Step(Decision decision, ClusterState state) {}

    /**
     * Decides, then takes the events in. Total: a fault of the program itself becomes {@link
     * Rejection.EngineFault} and changes nothing, on every replica alike, because an exception here
     * would stop them all at the same entry for ever.
     */
    public static Step apply(ClusterState state, Command command) {
        Decision decision = decide(state, command);
        return switch (decision) {
            case Refused _ -> new Step(decision, state);
            case Accepted accepted -> evolve(state, accepted);
        };
    }

    /** What would become of the command now; total, changes nothing. */
    public static Decision decide(ClusterState state, Command command) {
        try {
            if (command instanceof Fenced fenced && !leads(state.lease(), fenced)) {
                return new Refused(new Rejection.StaleEpoch(fenced.epoch(), state.lease().epoch()));
            }
            return state.charter().restoring() != null && !RestoreRules.passes(command)
                    ? new Refused(new Rejection.BeingRestored())
                    : rule(state, command);
        } catch (RuntimeException fault) {
            return new Refused(new Rejection.EngineFault(fault.toString()));
        }
    }

    private static Step evolve(ClusterState state, Accepted accepted) {
        try {
            ClusterState next = state;
            for (Event event : accepted.events()) {
                next = Evolution.evolve(next, event);
            }
            return new Step(accepted, next);
        } catch (RuntimeException fault) {
            return new Step(new Refused(new Rejection.EngineFault(fault.toString())), state);
        }
    }

    /** A lease that was handed back entitles to nothing, although its epoch is still the latest. */
    private static boolean leads(Lease lease, Fenced command) {
        return lease.holder() != null && command.epoch().equals(lease.epoch());
    }

    private static Decision rule(ClusterState state, Command command) {
        return switch (command) {
            case SubmitJob c -> JobRules.submit(state, c);
            case CancelJob c -> JobRules.cancel(state, c);
            case PurgeDeadLetter c -> SweepRules.purge(state, c);
            case AssignJob c -> AttemptRules.assign(state, c);
            case AssignPart c -> BatchRules.assign(state, c);
            case StartJob c -> AttemptRules.start(state, c);
            case CompleteJob c -> BatchRules.followed(state, AttemptRules.complete(state, c));
            case FailJob c -> BatchRules.followed(state, AttemptRules.fail(state, c));
            case ReleaseAttempt c -> AttemptRules.release(state, c);
            case LoseAttempt c -> BatchRules.followed(state, LossRules.lose(state, c));
            case NoteLateReport c -> LossRules.noteLate(state, c);
            case RegisterNode c -> NodeRules.register(state, c);
            case RecordManifest c -> CatalogueRules.record(state, c);
            case MarkNodeOffline c -> NodeRules.markOffline(state, c);
            case OfNode c -> NodeRules.ofNode(state, c);
            case ClaimLeadership c -> ClusterRules.claim(state, c);
            case RenewLease c -> Accepted.of(new Event.LeaseRenewed(c.at(), c.duration()));
            case ReleaseLease c -> Accepted.of(new Event.LeaseReleased(c.at()));
            case SetPolicy c -> ClusterRules.setPolicy(state, c);
            case TrainingStep c -> TrainingRules.step(state, c);
            case TrainingOrder c -> TrainingOrderRules.order(state, c);
            case ReleaseCopies c -> KeepingRules.release(state, c);
            case DataOrder c -> KeepingRules.order(state, c);
            case WebhookStep c -> WebhookRules.step(state, c);
            case WebhookOrder c -> WebhookOrderRules.order(state, c);
            case Sweep c -> SweepRules.sweep(state, c);
            case FoundCluster c -> VoterRules.found(state, c);
            case EnrolVoter c -> VoterRules.enrol(state, c);
            case ForgetVoter c -> VoterRules.forget(state, c);
            case RaiseRulesVersion c -> ClusterRules.raise(state, c);
            case BeginRestore c -> RestoreRules.begin(state, c);
            case RestorePart c -> RestoreRules.part(state, c);
            case FinishRestore c -> RestoreRules.finish(state, c);
            case AbortRestore c -> RestoreRules.abort(state, c);
        };
    }
}
