package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.Membership;
import io.ringrift.p2p.replication.Membership.VoterProgress;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Who should lead next when this leader goes: of the voters in touch the one whose process has run
 * longest. One that was started a moment ago leads just as well but slowly at first, because its
 * code is not compiled yet; a rolling restart would meet such a one each time.
 */
public final class Succession {

    private static final Duration IN_TOUCH = Duration.ofSeconds(1);

    private final Membership membership;
    private final VoterClient client;
    private final NodeId self;

    public Succession(Membership membership, VoterClient client, NodeId self) {
        this.membership = membership;
        this.client = client;
        this.self = self;
    }

    /** Nobody when there is no other voter or this node does not lead. */
    public Optional<NodeId> best() {
        List<VoterProgress> others =
                membership.progress().stream()
                        .filter(one -> !one.address().id().equals(self))
                        .sorted(Comparator.comparing(VoterProgress::silence))
                        .toList();
        List<VoterProgress> near =
                others.stream().filter(one -> one.silence().compareTo(IN_TOUCH) <= 0).toList();
        Optional<NodeId> longestUp =
                near.size() < 2
                        ? Optional.empty()
                        : client
                                .identities(near.stream().map(VoterProgress::address).toList())
                                .stream()
                                .max(Comparator.comparingLong(IdentityView::knownUpSeconds))
                                .map(IdentityView::nodeId);
        return longestUp.or(() -> others.stream().findFirst().map(one -> one.address().id()));
    }
}
