package io.ringrift.p2p.replication.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import org.apache.ratis.protocol.RaftPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RaftPeersTest {

    @ParameterizedTest
    @ValueSource(strings = {"a=10.0.0.1:8770", "a=node-1.example.org:1:65535", "a=[::1]:8770:9000"})
    void aVoterIsTheSameAfterwards(String text) {
        Voters voters = Voters.parse(text);
        assertThat(RaftPeers.toVoter(RaftPeers.of(voters).getFirst()))
                .isEqualTo(voters.all().getFirst());
    }

    @Test
    void anEntryOfTheFirstReleaseNamesNoDoor() {
        RaftPeer peer = RaftPeer.newBuilder().setId("a").setAddress("127.0.0.1:8771").build();
        assertThat(RaftPeers.toVoter(peer))
                .isEqualTo(new VoterAddress(new NodeId("a"), "127.0.0.1", 8770, 8771));
    }
}
