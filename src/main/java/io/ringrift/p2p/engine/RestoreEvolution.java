package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Event.RestoreBegun;
import io.ringrift.p2p.model.Lease;

import java.time.Instant;

/** What the events of a restore do to the state. */
final class RestoreEvolution {

    private RestoreEvolution() {}

    static ClusterState begun(ClusterState state, RestoreBegun e) {
        Restoring restoring = new Restoring(e.restore(), e.parts(), 0, e.backupEpoch());
        return Restoration.emptied(state).withCharter(state.charter().restoring(restoring));
    }

    static ClusterState merged(ClusterState state, ClusterState part) {
        Restoring now = state.charter().restoring();
        return now == null
                ? state
                : Restoration.merge(state, part)
                        .withCharter(state.charter().restoring(now.oneMore()));
    }

    /** Nobody leads afterwards: the voter that does must claim an epoch above all that were. */
    static ClusterState finished(ClusterState state, Instant at) {
        Restoring now = state.charter().restoring();
        Lease lease = state.lease();
        return now == null
                ? state
                : state.withCharter(state.charter().restoring(null))
                        .withLease(
                                new Lease(
                                        null, now.epochAfter(lease.epoch()), at, lease.duration()));
    }

    static ClusterState aborted(ClusterState state) {
        return Restoration.emptied(state).withCharter(state.charter().restoring(null));
    }
}
