package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.TIMING;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.Nouns.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Objects;

/** When the leader calls a node OFFLINE, and what becomes of the node's work. */
class NodeWatchTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry registry = PeersRig.registry(rig.clock);
    private final NodeWatch watch =
            new NodeWatch(
                    rig.log,
                    rig.gate,
                    registry,
                    new Losses(rig.log, rig.gate, registry, TIMING, rig.clock),
                    rig.clock,
                    rig.clock);

    @BeforeEach
    void twoNodes() {
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES));
        hear(A);
        hear(B);
        watch.run(rig.epoch());
    }

    private void hear(NodeId node) {
        PeersRig.heard(registry, node);
    }

    /** Rounds of one second, in which one node beats. */
    private void silentFor(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            rig.clock.advance(Duration.ofSeconds(1));
            hear(B);
            rig.keep();
            watch.run(rig.epoch());
        }
    }

    private Presence presence(NodeId node) {
        return rig.node(node).presence();
    }

    private Job get(int number) {
        return Objects.requireNonNull(rig.log.picture().state().job(job(number)));
    }

    private void running(int number, JobType type) {
        JobSpec plain = io.ringrift.p2p.Nouns.spec();
        rig.apply(
                new Command.SubmitJob(
                        TestClock.START,
                        job(number),
                        new JobSpec(
                                type,
                                plain.configKey(),
                                10,
                                50,
                                JsonText.EMPTY,
                                null,
                                plain.resources()),
                        null,
                        ""),
                assign(number, A),
                new Command.StartJob(TestClock.START, job(number), 1, token(number)));
    }

    @Test
    void aSilentNodeIsOfflineAfterPeerTimeoutAndTheOtherIsNot() {
        silentFor(Duration.ofSeconds(15));
        assertThat(presence(A)).isEqualTo(Presence.PRESENT);
        silentFor(Duration.ofSeconds(1));
        assertThat(presence(A)).isEqualTo(Presence.OFFLINE);
        assertThat(presence(B)).isEqualTo(Presence.PRESENT);
        long index = rig.log.picture().index();
        silentFor(Duration.ofSeconds(5));
        assertThat(rig.log.submitted().stream().filter(Command.MarkNodeOffline.class::isInstance))
                .as("told once")
                .hasSize(1);
        assertThat(index).isPositive();
    }

    @Test
    void whatOnlyAddsUpMovesAtOnceAndATrainingOnlyOnceItIsDead() {
        running(1, JobType.SELFPLAY);
        running(2, JobType.TRAINING);
        silentFor(Duration.ofSeconds(16));
        assertThat(get(1).status()).isEqualTo(JobStatus.PENDING);
        assertThat(get(2).status()).isEqualTo(JobStatus.RUNNING);
        silentFor(TIMING.exclusiveLease().plus(Losses.MARGIN).minusSeconds(16));
        assertThat(get(2).status()).isEqualTo(JobStatus.RUNNING);
        silentFor(Duration.ofSeconds(1));
        assertThat(get(2).status()).isEqualTo(JobStatus.PENDING);
        assertThat(get(2).error()).isEqualTo("node a is offline");
    }

    @Test
    void aNewLeaderGivesEverybodyAFullTimeout() {
        rig.clock.advance(Duration.ofSeconds(14));
        rig.apply(new Command.ClaimLeadership(rig.clock.instant(), A, TIMING.leaderLease()));
        watch.run(rig.log.picture().state().lease().epoch());
        for (int second = 0; second < 15; second++) {
            rig.clock.advance(Duration.ofSeconds(1));
            watch.run(rig.log.picture().state().lease().epoch());
        }
        assertThat(presence(A)).isEqualTo(Presence.PRESENT);
        rig.clock.advance(Duration.ofMillis(1));
        watch.run(rig.log.picture().state().lease().epoch());
        assertThat(presence(A)).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void aLeaderThatWasAsleepBlamesNobody() {
        rig.clock.advance(Duration.ofSeconds(20));
        watch.run(rig.epoch());
        assertThat(presence(A)).isEqualTo(Presence.PRESENT);
        silentFor(Duration.ofSeconds(14));
        assertThat(presence(A)).isEqualTo(Presence.PRESENT);
        silentFor(Duration.ofSeconds(2));
        assertThat(presence(A)).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void aGoodbyeIsNoLossUnlessItStaysAwayWithWork() {
        running(1, JobType.SELFPLAY);
        rig.apply(
                new Command.LeaveNode(rig.clock.instant(), A, rig.node(A).incarnation()),
                new Command.LeaveNode(rig.clock.instant(), B, rig.node(B).incarnation()));
        silentFor(Duration.ofSeconds(16));
        assertThat(presence(A)).isEqualTo(Presence.OFFLINE);
        assertThat(presence(B)).isEqualTo(Presence.LEFT);
        assertThat(get(1).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void aRetiredNodeGivesBackWhatItHeldAtOnce() {
        running(1, JobType.TRAINING);
        rig.apply(submit(2), assign(2, A), new Command.CancelJob(rig.clock.instant(), job(2)));
        silentFor(Duration.ofSeconds(16));
        assertThat(rig.node(A).holds()).hasSize(2);
        rig.apply(
                new Command.RetireNode(rig.clock.instant(), A, new Mandate("me", "it burnt down")));
        silentFor(Duration.ofSeconds(1));
        assertThat(rig.node(A).holds()).isEmpty();
        assertThat(get(1).status()).isEqualTo(JobStatus.PENDING);
    }

    @Test
    void whenManyFallSilentAtOnceNobodyIsOfflineAndItIsSaid() {
        for (int i = 0; i < 4; i++) {
            NodeId node = new NodeId("n" + i);
            rig.apply(register(node, FOUR_CORES));
            hear(node);
        }
        silentFor(Duration.ofSeconds(16));
        assertThat(registry.evictionsFrozenSince()).isPresent();
        assertThat(presence(A)).isEqualTo(Presence.PRESENT);
        silentFor(Duration.ofSeconds(151));
        assertThat(registry.evictionsFrozenSince()).isEmpty();
        assertThat(presence(A)).isEqualTo(Presence.OFFLINE);
    }

    @Test
    void whomTheStateForgotTheRegistryForgetsToo() {
        NodeId stranger = new NodeId("stranger");
        hear(stranger);
        silentFor(Duration.ofSeconds(16));
        assertThat(registry.find(stranger)).isEmpty();
        assertThat(registry.find(A)).isPresent();
    }
}
