package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.EnrolVoter;
import io.ringrift.p2p.engine.Command.ForgetVoter;
import io.ringrift.p2p.engine.Command.FoundCluster;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;

import java.util.Optional;
import java.util.UUID;

/** Which cluster this is, and which disks may vote in it. */
final class VoterRules {

    private VoterRules() {}

    /** The first name stays. */
    static Decision found(ClusterState state, FoundCluster c) {
        return state.charter().clusterId() == null
                ? Accepted.of(new Event.ClusterFounded(c.clusterId()))
                : Accepted.of();
    }

    static Decision enrol(ClusterState state, EnrolVoter c) {
        Optional<UUID> known = state.charter().incarnation(c.node());
        if (known.isEmpty()) {
            return Accepted.of(new Event.VoterEnrolled(c.node(), c.incarnation()));
        }
        return known.get().equals(c.incarnation())
                ? Accepted.of()
                : new Refused(new Rejection.OtherDisk(c.node()));
    }

    static Decision forget(ClusterState state, ForgetVoter c) {
        return state.charter().incarnation(c.node()).isPresent()
                ? Accepted.of(new Event.VoterForgotten(c.node()))
                : new Refused(new Rejection.UnknownNode(c.node()));
    }
}
