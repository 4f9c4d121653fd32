package io.ringrift.p2p.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.web.Doors;
import io.ringrift.p2p.web.NodeClient;
import io.ringrift.p2p.web.StubMembership;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

class SuccessionTest {

    private static final VoterAddress SELF = new VoterAddress(Nouns.A, "127.0.0.1", 1, 2);

    private static Optional<NodeId> best(VoterAddress... voters) {
        try (NodeClient client = new NodeClient(Doors.JSON, Optional.empty())) {
            return new Succession(new StubMembership(voters), new VoterClient(client), Nouns.A)
                    .best();
        }
    }

    private static StubVoter up(String name, long seconds) throws IOException {
        StubVoter voter = new StubVoter(name, null);
        voter.says =
                new IdentityView(new NodeId(name), new UUID(9, 9), null, List.of(), 1, seconds);
        return voter;
    }

    @Test
    void theOneThatHasRunLongestLeadsNext() throws IOException {
        try (StubVoter b = up("b", 3);
                StubVoter c = up("c", 300)) {
            assertThat(best(SELF, b.address(), c.address())).contains(new NodeId("c"));
        }
    }

    @Test
    void onlyOneIsNotAskedFirst() {
        VoterAddress silent = new VoterAddress(Nouns.B, "127.0.0.1", 1, 2);
        assertThat(best(SELF, silent)).contains(Nouns.B);
    }

    @Test
    void whoeverIsInTouchWillDoWhenNobodySays() {
        VoterAddress b = new VoterAddress(Nouns.B, "127.0.0.1", 1, 2);
        VoterAddress c = new VoterAddress(new NodeId("c"), "127.0.0.1", 1, 2);
        assertThat(best(SELF, b, c)).isPresent();
    }

    @Test
    void aloneThereIsNobody() {
        assertThat(best(SELF)).isEmpty();
    }
}
