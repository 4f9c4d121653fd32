package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.NodeHealth;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;

class IdlenessTest {

    private static final PeerHealth WELL =
            new PeerHealth(NodeHealth.HEALTHY, "", Duration.ZERO, 0, true);

    private final LeadershipRig rig = LeadershipRig.leading();

    @BeforeEach
    void aNode() {
        rig.apply(register(A, FOUR_CORES));
    }

    private @Nullable String why(PeerHealth health) {
        return Idleness.why(rig.log.picture().state(), rig.node(A), health);
    }

    @Test
    void nothingWaits() {
        assertThat(why(WELL)).isEqualTo("no job waits");
    }

    @Test
    void whatWaitsDoesNotSuit() {
        rig.apply(submit(1, spec(50, FOUR_CORES.plus(CORE), null)), submit(2));
        assertThat(why(WELL))
                .isEqualTo(
                        "of the first 2 of 2 jobs that wait 1 could run here; against the rest:"
                                + " 1 cpus");
    }

    @Test
    void nobodyWantsItToWork() {
        PeerHealth silent =
                new PeerHealth(NodeHealth.UNHEALTHY, "no beat for 11 s", Duration.ZERO, 0, false);
        assertThat(why(silent)).isEqualTo("it gets no new work: no beat for 11 s");
        rig.apply(
                new Command.CordonNode(
                        rig.clock.instant(), A, new NodeStatus.Mandate("ada", "the fan is loud")));
        assertThat(why(WELL)).isEqualTo("it gets no new work: cordoned, the fan is loud");
    }

    @Test
    void aNodeThatWorksIsNotIdle() {
        rig.apply(submit(1), assign(1, A));
        assertThat(why(WELL)).isNull();
        assertThat(Idleness.why(rig.log.picture().state(), null, WELL)).isNull();
    }
}
