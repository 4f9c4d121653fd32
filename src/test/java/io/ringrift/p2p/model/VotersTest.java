package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.util.List;

class VotersTest {

    @Test
    void readsNamesAddressesAndBothPorts() {
        Voters voters = Voters.parse(" b=host-b:8770 , a=10.0.0.1:8770:9000,c=[fe80::1]:80");
        assertThat(voters.all())
                .containsExactly(
                        new VoterAddress(new NodeId("a"), "10.0.0.1", 8770, 9000),
                        new VoterAddress(new NodeId("b"), "host-b", 8770, 8771),
                        new VoterAddress(new NodeId("c"), "fe80::1", 80, 81));
        assertThat(voters.quorumSize()).isEqualTo(2);
        assertThat(voters.contains(new NodeId("c"))).isTrue();
        assertThat(voters.contains(new NodeId("d"))).isFalse();
    }

    @Test
    void writesAddressesAsUrisWantThem() {
        VoterAddress six = new VoterAddress(new NodeId("a"), "::1", 8770, 8771);
        VoterAddress four = new VoterAddress(new NodeId("b"), "127.0.0.1", 8770, 8771);
        assertThat(six.httpUri()).isEqualTo(URI.create("http://[::1]:8770"));
        assertThat(six.raftAddress()).isEqualTo("[::1]:8771");
        assertThat(four.httpUri()).isEqualTo(URI.create("http://127.0.0.1:8770"));
        assertThat(four.raftAddress()).isEqualTo("127.0.0.1:8771");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "b=host           | is not of the form",
                "b                | is not of the form",
                "=host:1          | is not of the form",
                "b=:1             | is not of the form",
                "b=::1:8770       | is not of the form",
                "b=ho st:1        | is not of the form",
                "b=host:1:2:3     | is not of the form",
                "b=host:x         | is not of the form",
                "b=host:0         | has a port that is not within 1 to 65535",
                "b=host:65536     | has a port that is not within 1 to 65535",
                "b=host:1:0       | has a Raft port that is not within",
                "b=host:65535     | needs a Raft port as its third part",
                "-b=host:1        | has a malformed id",
                "a=host:1         | names a voter that is already in the list",
                "b=h:8770         | uses a port of a host that is already in the list",
                "b=h:9:8771       | uses a port of a host that is already in the list",
                "b=h:9:9          | uses a port of a host that is already in the list",
            })
    void namesTheBadEntry(String entry, String complaint) {
        assertThatExceptionOfType(BadSettingException.class)
                .isThrownBy(() -> Voters.parse("a=h:8770," + entry))
                .withMessageContaining("RINGRIFT_P2P_VOTERS: the entry '" + entry + "' ")
                .withMessageContaining(complaint);
    }

    @Test
    void refusesAnEmptyEntryAndAnEmptyList() {
        assertThatThrownBy(() -> Voters.parse("a=h:1,")).hasMessageContaining("the entry ''");
        assertThatThrownBy(() -> new Voters(List.of())).hasMessageContaining("at least one");
    }
}
