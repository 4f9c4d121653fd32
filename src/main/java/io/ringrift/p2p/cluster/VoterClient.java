package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.web.NodeClient;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks other voters who they are. */
public final class VoterClient {

    private final NodeClient client;

    public VoterClient(NodeClient client) {
        this.client = client;
    }

    /** The answers of those that answered in time; all are asked at once. */
    List<IdentityView> identities(Collection<VoterAddress> voters) {
        List<CompletableFuture<Optional<IdentityView>>> asked =
                voters.stream()
                        .map(voter -> client.get(voter, "/cluster/identity", IdentityView.class))
                        .toList();
        return asked.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
    }
}
