package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.Nouns.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class PlacementTest {

    private final LeadershipRig rig = LeadershipRig.leading();

    private static Placement.Candidate node(NodeId id, Resources free, double power, double load) {
        return new Placement.Candidate(id, free, false, power, load);
    }

    private static Placement.Candidate node(NodeId id, Resources free) {
        return node(id, free, 0.1, 0);
    }

    private List<Placement.Assignment> place(Placement.Candidate... nodes) {
        return Placement.place(
                rig.log.picture().state(), rig.clock.instant(), List.of(nodes), 100, 1_000);
    }

    private static Placement.Assignment first(int number, NodeId node) {
        return new Placement.Assignment(job(number), 1, node);
    }

    @Test
    void servesHigherPriorityFirstThenTheOlder() {
        rig.apply(
                submit(1, spec(10, CORE, null)),
                submit(2, spec(90, CORE, null)),
                submit(3, spec(90, CORE, null)));
        Resources two = CORE.plus(CORE);
        assertThat(place(node(A, two))).containsExactly(first(2, A), first(3, A));
    }

    @Test
    void neverPromisesMoreThanIsFree() {
        for (int i = 1; i <= 10; i++) {
            rig.apply(submit(i));
        }
        assertThat(place(node(A, FOUR_CORES), node(B, CORE))).hasSize(5);
        assertThat(place()).isEmpty();
        assertThat(place(node(A, Resources.NONE))).isEmpty();
    }

    @Test
    void prefersPowerThenLittleLoadThenRoomThenTheId() {
        rig.apply(submit(1));
        assertThat(place(node(A, CORE, 0.5, 0), node(B, CORE, 1.0, 0.7)))
                .containsExactly(first(1, B));
        assertThat(place(node(A, CORE, 1, 0.2), node(B, CORE, 1, 0.1)))
                .containsExactly(first(1, B));
        assertThat(place(node(A, CORE, 1, 0), node(B, FOUR_CORES, 1, 0)))
                .containsExactly(first(1, B));
        assertThat(place(node(B, CORE, 1, 0), node(A, CORE, 1, 0))).containsExactly(first(1, A));
    }

    @Test
    void servesAnImpairedNodeLast() {
        rig.apply(submit(1), submit(2));
        var impaired = new Placement.Candidate(A, FOUR_CORES, true, 1.0, 0);
        assertThat(place(impaired, node(B, CORE, 0.1, 0.7)))
                .containsExactly(first(1, B), first(2, A));
    }

    @Test
    void spreadsEqualJobsOverEqualNodes() {
        for (int i = 1; i <= 4; i++) {
            rig.apply(submit(i));
        }
        assertThat(place(node(A, FOUR_CORES), node(B, FOUR_CORES)))
                .extracting(Placement.Assignment::node)
                .containsExactly(A, B, A, B);
    }

    @Test
    void aPinnedJobGoesToItsNodeOrNowhere() {
        rig.apply(submit(1, spec(50, CORE, B)), submit(2));
        assertThat(place(node(A, FOUR_CORES))).containsExactly(first(2, A));
        assertThat(place(node(A, FOUR_CORES, 1, 0), node(B, CORE, 0.1, 0.7)))
                .containsExactly(first(1, B), first(2, A));
    }

    @Test
    void aJobThatFitsNowhereDoesNotHoldUpThoseBehindIt() {
        rig.apply(submit(1, spec(90, FOUR_CORES, null)), submit(2));
        assertThat(place(node(A, CORE))).containsExactly(first(2, A));
    }

    @Test
    void everyKindOfResourceCounts() {
        rig.apply(
                submit(1, spec(50, new Resources(1_000, 500, 0), null)),
                submit(2, spec(50, new Resources(1_000, 0, 16L << 30), null)),
                submit(3, spec(50, Resources.NONE, null)));
        assertThat(place(node(A, FOUR_CORES))).containsExactly(first(3, A));
        assertThat(place(node(B, new Resources(4_000, 1_000, 0))))
                .containsExactly(first(1, B), first(3, B));
    }

    @Test
    void aJobInBackOffIsPassedOverUntilItIsDue() {
        rig.apply(
                register(A, FOUR_CORES),
                submit(1),
                assign(1, A),
                new Command.FailJob(
                        TestClock.START,
                        job(1),
                        1,
                        token(1),
                        ExitReason.TRY_AGAIN,
                        75,
                        "later",
                        1_000));
        rig.clock.advance(Duration.ofMillis(9_999));
        assertThat(place(node(A, FOUR_CORES))).isEmpty();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(place(node(A, FOUR_CORES)))
                .containsExactly(new Placement.Assignment(job(1), 2, A));
    }

    @Test
    void looksAtAndAssignsABoundedNumberPerRound() {
        for (int i = 1; i <= 30; i++) {
            rig.apply(submit(i, spec(50, i <= 10 ? FOUR_CORES.plus(CORE) : CORE, null)));
        }
        var state = rig.log.picture().state();
        List<Placement.Candidate> nodes = List.of(node(A, FOUR_CORES));
        assertThat(Placement.place(state, TestClock.START, nodes, 2, 1_000)).hasSize(2);
        assertThat(Placement.place(state, TestClock.START, nodes, 100, 10)).isEmpty();
        assertThat(Placement.place(state, TestClock.START, nodes, 100, 12)).hasSize(2);
    }
}
