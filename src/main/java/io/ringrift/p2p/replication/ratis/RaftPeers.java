package io.ringrift.p2p.replication.ratis;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;

import java.net.URI;
import java.util.List;

/** Voters in the library's words and back; the HTTP port travels as the client address. */
final class RaftPeers {

    private RaftPeers() {}

    static List<RaftPeer> of(Voters voters) {
        return of(voters.all());
    }

    static List<RaftPeer> of(List<VoterAddress> voters) {
        return voters.stream().map(RaftPeers::of).toList();
    }

    private static RaftPeer of(VoterAddress voter) {
        return RaftPeer.newBuilder()
                .setId(RaftPeerId.valueOf(voter.id().value()))
                .setAddress(voter.raftAddress())
                .setClientAddress(voter.httpUri().getRawAuthority())
                .build();
    }

    /** Entries of the first release name no client address; then the Raft port is the next one. */
    static VoterAddress toVoter(RaftPeer peer) {
        URI raft = URI.create("raft://" + peer.getAddress());
        String client = peer.getClientAddress();
        int httpPort =
                client == null || client.isBlank()
                        ? Math.max(0, raft.getPort() - 1)
                        : URI.create("http://" + client).getPort();
        String host = raft.getHost();
        return new VoterAddress(
                new NodeId(peer.getId().toString()),
                host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
                httpPort,
                raft.getPort());
    }
}
