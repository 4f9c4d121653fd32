package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AbortRestore;
import io.ringrift.p2p.engine.Command.BeginRestore;
import io.ringrift.p2p.engine.Command.FinishRestore;
import io.ringrift.p2p.engine.Command.RestorePart;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;

import java.util.UUID;

/** How a backup comes into a cluster that has taken no job yet. */
final class RestoreRules {

    private RestoreRules() {}

    /** Whether a command may pass while a backup is taken in; jobs and nodes must wait. */
    static boolean passes(Command command) {
        return command instanceof BeginRestore
                || command instanceof RestorePart
                || command instanceof FinishRestore
                || command instanceof AbortRestore
                || command instanceof Command.ClaimLeadership
                || command instanceof Command.RenewLease
                || command instanceof Command.ReleaseLease
                || command instanceof Command.SetPolicy
                || command instanceof Command.FoundCluster
                || command instanceof Command.EnrolVoter
                || command instanceof Command.ForgetVoter
                || command instanceof Command.RaiseRulesVersion;
    }

    /** A restore that did not get to its end is begun anew. */
    static Decision begin(ClusterState state, BeginRestore c) {
        if (state.charter().restoring() == null && !isFresh(state)) {
            return new Refused(new Rejection.NotFresh(state.tally().submitted()));
        }
        if (c.rulesVersion() > state.rulesVersion()) {
            return new Refused(
                    new Rejection.NotTheNextRules(c.rulesVersion(), state.rulesVersion()));
        }
        return Accepted.of(new Event.RestoreBegun(c.restore(), c.parts(), c.backupEpoch()));
    }

    private static boolean isFresh(ClusterState state) {
        return state.tally().submitted() == 0
                && state.open().isEmpty()
                && state.finished().isEmpty()
                && state.keys().isEmpty();
    }

    static Decision part(ClusterState state, RestorePart c) {
        Restoring now = state.charter().restoring();
        if (now == null || !now.id().equals(c.restore()) || c.number() > now.taken()) {
            return other(c.restore());
        }
        if (c.number() < now.taken()) {
            return Accepted.of();
        }
        return now.taken() < now.parts()
                ? Accepted.of(new Event.PartRestored(c.part()))
                : other(c.restore());
    }

    static Decision finish(ClusterState state, FinishRestore c) {
        Restoring now = state.charter().restoring();
        return now != null && now.id().equals(c.restore()) && now.taken() == now.parts()
                ? Accepted.of(new Event.RestoreFinished(c.at()))
                : other(c.restore());
    }

    /** Whoever began it may be gone, so that any one may be given up. */
    static Decision abort(ClusterState state, AbortRestore c) {
        return state.charter().restoring() == null
                ? Accepted.of()
                : Accepted.of(new Event.RestoreAborted());
    }

    private static Decision other(UUID restore) {
        return new Refused(new Rejection.NotThisRestore(restore));
    }
}
