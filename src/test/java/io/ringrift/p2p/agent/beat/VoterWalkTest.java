package io.ringrift.p2p.agent.beat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.ManifestChange;
import io.ringrift.p2p.model.wire.ManifestReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** How an agent finds the leader among the voters. */
class VoterWalkTest {

    private static final Voters VOTERS =
            Voters.parse("a=127.0.0.1:1000,b=127.0.0.1:2000,c=127.0.0.1:3000");
    private static final Beat BEAT =
            new Beat(
                    new UUID(1, 1),
                    1,
                    "1",
                    "host",
                    Resources.NONE,
                    ResourceMetrics.UNKNOWN,
                    List.of(),
                    0);

    private final List<String> asked = new ArrayList<>();
    private final Set<String> dead = new HashSet<>();
    private String leader = "b";
    private boolean superseded;
    private boolean blamed;

    /** "c" is where a node called "c" begins: its hash is 99. */
    private final VoterWalk walk = new VoterWalk(VOTERS, new NodeId("c"), this::client);

    private LeaderClient client(VoterAddress voter) {
        String name = voter.id().value();
        return new LeaderClient() {
            @Override
            public BeatReply beat(Beat beat)
                    throws LeaderUnavailableException, SupersededException {
                asked.add(name);
                if (superseded) {
                    throw new SupersededException(
                            new LeaderUnavailableException("gone", false, "superseded"));
                }
                if (blamed || dead.contains(name)) {
                    throw new LeaderUnavailableException(name + " is dead", blamed, null);
                }
                return new BeatReply(new NodeId(leader), new Epoch(1), 10, List.of(), List.of());
            }

            @Override
            public ReportsReply report(Reports reports) throws LeaderUnavailableException {
                asked.add(name);
                if (dead.contains(name)) {
                    throw new LeaderUnavailableException(name + " is dead");
                }
                return new ReportsReply(List.of());
            }

            @Override
            public ManifestReply manifest(ManifestChange change) throws LeaderUnavailableException {
                asked.add(name);
                if (dead.contains(name)) {
                    throw new LeaderUnavailableException(name + " is dead");
                }
                return new ManifestReply(change.version());
            }

            @Override
            public void leave(UUID incarnation) {
                asked.add(name + " hears goodbye");
            }

            @Override
            public boolean log(UUID request, byte[] text, boolean found, boolean last) {
                return false;
            }
        };
    }

    private List<String> asked() {
        List<String> sofar = List.copyOf(asked);
        asked.clear();
        return sofar;
    }

    @Test
    void goesStraightToTheLeaderOnceAnybodyNamedIt() throws Exception {
        walk.beat(BEAT);
        assertThat(asked()).containsExactly("a");
        walk.beat(BEAT);
        walk.report(new Reports(List.of()));
        assertThat(asked()).containsExactly("b", "b");
        leader = "elsewhere";
        walk.beat(BEAT);
        walk.beat(BEAT);
        assertThat(asked())
                .as("a leader that is not on the list is reached through a voter that is")
                .containsExactly("b", "b");
    }

    @Test
    void saysGoodbyeToTheLeader() throws Exception {
        walk.beat(BEAT);
        walk.leave(new UUID(1, 1));
        assertThat(asked()).containsExactly("a", "b hears goodbye");
    }

    @Test
    void asksTheOthersAtOnceWhenTheLeaderIsGone() throws Exception {
        walk.beat(BEAT);
        asked();
        dead.add("b");
        leader = "a";
        walk.beat(BEAT);
        assertThat(asked()).containsExactly("b", "c");
        walk.beat(BEAT);
        assertThat(asked()).containsExactly("a");
    }

    @Test
    void aRoundThatNobodyAnswersFailsAndTheNextBeginsElsewhere() {
        dead.addAll(List.of("a", "b", "c"));
        assertThatExceptionOfType(LeaderUnavailableException.class)
                .isThrownBy(() -> walk.beat(BEAT));
        assertThatExceptionOfType(LeaderUnavailableException.class)
                .isThrownBy(() -> walk.report(new Reports(List.of())));
        assertThat(asked()).containsExactly("a", "b", "c", "b", "c", "a");
    }

    @Test
    void whatIsWrongWithTheAgentItselfIsNoReasonToAskAnother() {
        superseded = true;
        assertThatExceptionOfType(SupersededException.class).isThrownBy(() -> walk.beat(BEAT));
        superseded = false;
        blamed = true;
        assertThatExceptionOfType(LeaderUnavailableException.class)
                .isThrownBy(() -> walk.beat(BEAT));
        assertThat(asked()).hasSize(2);
    }
}
