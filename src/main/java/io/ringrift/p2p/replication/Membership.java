package io.ringrift.p2p.replication;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Who votes, and who of them leads; only the leader can change either. */
public interface Membership {

    /**
     * How far a voter is behind, as the leader sees it.
     *
     * @param address where it is reached
     * @param silence since its last answer; zero for the leader itself
     * @param matchIndex latest log entry known to be on its disk, -1 when unknown
     */
    record VoterProgress(VoterAddress address, Duration silence, long matchIndex) {}

    /** The voters that decide at the moment, in the order of their ids. */
    List<VoterAddress> voters();

    /** How far the others are; empty unless this node leads. */
    List<VoterProgress> progress();

    /** Where a voter is reached. */
    default Optional<VoterAddress> find(@Nullable NodeId id) {
        return voters().stream().filter(voter -> voter.id().equals(id)).findFirst();
    }

    /**
     * Makes these the voters. Completes once the change is committed and a new voter has caught up.
     *
     * @return exceptionally {@link NotAcceptedException} when this node does not lead or another
     *     change is under way
     */
    CompletableFuture<Void> change(List<VoterAddress> voters, Duration deadline);

    /**
     * Hands leadership over.
     *
     * @param to the next leader, or null to step down in favour of anybody
     * @return exceptionally {@link NotAcceptedException} when it did not happen in time; this node
     *     then goes on leading if it still can
     */
    CompletableFuture<Void> transfer(@Nullable NodeId to, Duration deadline);
}
