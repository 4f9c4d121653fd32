package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.TIMING;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.cancel;
import static io.ringrift.p2p.Nouns.complete;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.Nouns.token;
import static io.ringrift.p2p.peers.PeersRig.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.House;
import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.TrainingOrder;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataScope;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.model.wire.StartOrder;
import io.ringrift.p2p.model.wire.StopOrder;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Each meeting of what the state wants and what the agent says. */
class OrdersTest {

    private final LeadershipRig rig = LeadershipRig.leading();

    @BeforeEach
    void oneJobOnA() {
        rig.apply(register(A, FOUR_CORES), submit(1), assign(1, A));
    }

    private Orders orders(NodeId node, RunningAttempt... listed) {
        return Orders.of(
                rig.log.picture().state(), node, List.of(listed), rig.clock.instant(), TIMING);
    }

    @Test
    void assignedAndUnknownIsStarted() {
        assertThat(orders(A).start()).containsExactly(new StartOrder(job(1), 1, token(1), spec()));
        assertThat(orders(A).stop()).isEmpty();
        assertThat(orders(A).lost()).isEmpty();
    }

    @Test
    void aJobThatNeedsGamesIsToldWhichAreInQuarantine() {
        DataScope bad = new DataScope(B, null, null, rig.clock.instant(), null);
        for (int version = 2; version <= RulesVersion.known(); version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
        DataFile file = House.file("m", 1);
        rig.apply(
                new Command.RecordManifest(
                        rig.clock.instant(),
                        rig.epoch(),
                        A,
                        incarnation(1),
                        0,
                        1,
                        List.of(file),
                        List.of()),
                submit(
                        2,
                        spec().withNeeds(
                                        new Needs(
                                                "hex5_2p",
                                                List.of(file.key().kind()),
                                                1_000,
                                                null,
                                                List.of()))),
                assign(2, A),
                new TrainingOrder.QuarantineData(
                        rig.clock.instant(), new Mandate("ann", "bad memory"), bad));
        assertThat(orders(A).start())
                .extracting(StartOrder::without)
                .as("the first needs nothing")
                .containsExactly(null, List.of(bad));
    }

    @Test
    void assignedAndKnownIsLeftAlone() {
        assertThat(orders(A, running(1))).isEqualTo(Orders.NONE);
    }

    @Test
    void runningAndKnownIsLeftAlone() {
        rig.apply(start(1));
        assertThat(orders(A, running(1))).isEqualTo(Orders.NONE);
    }

    @Test
    void runningAndUnknownIsLost() {
        rig.apply(start(1));
        assertThat(orders(A).lost()).containsExactly(new Orders.AttemptRef(job(1), 1, token(1)));
        assertThat(orders(A).start()).isEmpty();
    }

    @Test
    void cancelledAndKnownIsStopped() {
        rig.apply(start(1), cancel(1));
        Orders orders = orders(A, running(1));
        assertThat(orders.stop())
                .singleElement()
                .satisfies(stop -> assertThat(stop.token()).isEqualTo(token(1)));
        assertThat(orders.vanished()).isEmpty();
    }

    @Test
    void cancelledAndUnknownHasVanished() {
        rig.apply(start(1), cancel(1));
        assertThat(orders(A).vanished())
                .containsExactly(new Orders.AttemptRef(job(1), 1, token(1)));
        assertThat(orders(A).stop()).isEmpty();
    }

    @Test
    void completedIsStoppedUntilTheAgentForgetsIt() {
        rig.apply(start(1), complete(1));
        assertThat(orders(A, running(1)).stop()).hasSize(1);
        assertThat(orders(A)).isEqualTo(Orders.NONE);
    }

    @Test
    void anAttemptOfAnotherNodeOrTokenIsStopped() {
        assertThat(orders(B, running(1)).stop()).hasSize(1);
        Orders orders = orders(A, new RunningAttempt(job(1), 1, token(99), null));
        assertThat(orders.stop())
                .singleElement()
                .satisfies(stop -> assertThat(stop.token()).isEqualTo(token(99)));
        assertThat(orders.start()).hasSize(1);
    }

    private void drain(DrainMode mode, @Nullable Instant deadline) {
        rig.apply(
                new Command.DrainNode(
                        rig.clock.instant(),
                        A,
                        new Mandate("me", "a new fan"),
                        new Drain(mode, deadline)));
    }

    @Test
    void aNodeThatIsEmptiedGentlyFinishesWhatRuns() {
        rig.apply(start(1));
        drain(DrainMode.FINISH, rig.clock.instant().plusSeconds(10));
        assertThat(orders(A, running(1))).isEqualTo(Orders.NONE);
        rig.clock.advance(Duration.ofSeconds(10));
        assertThat(orders(A, running(1)).stop())
                .extracting(StopOrder::kind)
                .containsExactly(StopOrder.Kind.PREEMPT_NOW);
    }

    @Test
    void aNodeThatIsEmptiedForGoodStopsWhatRunsAndTakesBackWhatDoesNotYet() {
        drain(DrainMode.CHECKPOINT, null);
        assertThat(orders(A).start()).isEmpty();
        assertThat(orders(A).preempted())
                .containsExactly(new Orders.AttemptRef(job(1), 1, token(1)));
        rig.apply(start(1));
        assertThat(orders(A, running(1)).stop())
                .extracting(StopOrder::kind)
                .containsExactly(StopOrder.Kind.PREEMPT);
        assertThat(orders(A).lost()).hasSize(1);
    }

    @Test
    void whatMustNeverRunTwiceIsToldItsLease() {
        rig.apply(
                new Command.SubmitJob(
                        rig.clock.instant(),
                        job(2),
                        new JobSpec(
                                JobType.TRAINING,
                                spec().configKey(),
                                1,
                                50,
                                JsonText.EMPTY,
                                null,
                                spec().resources()),
                        null,
                        ""),
                assign(2, A));
        assertThat(orders(A, running(1)).start())
                .extracting(StartOrder::leaseMillis)
                .containsExactly(60_000L);
        assertThat(orders(A).start()).extracting(StartOrder::leaseMillis).containsNull();
    }

    @Test
    void anUnknownNodeHasNothingToDo() {
        assertThat(orders(B)).isEqualTo(Orders.NONE);
    }
}
