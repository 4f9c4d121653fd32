package io.ringrift.p2p.jobs.placement;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FIRST;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.incarnation;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.start;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.Nouns.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.jobs.placement.Plan.Assignment;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

class PlanTest {

    private static final JobSpec GPU = spec(50, new Resources(1_000, 1_000, 0), null);

    private static final JobSpec LARGE =
            new JobSpec(JobType.SELFPLAY, "hex5_2p", 100_000, 50, JsonText.EMPTY, null, CORE)
                    .inPartsOf(60);

    private final LeadershipRig rig = LeadershipRig.leading();
    private final Map<NodeId, UnaryOperator<Candidate>> conditions = new LinkedHashMap<>();

    /** A registered node without load. */
    private void node(NodeId id, Resources offered) {
        node(id, offered, 0.1, 0);
    }

    private void node(NodeId id, Resources offered, double power, double load) {
        rig.apply(register(id, offered));
        conditions.put(id, view -> Candidate.healthy(view.node(), power, load));
    }

    private void gpuNode(NodeId id, double power, GpuCard... cards) {
        rig.apply(
                new Command.RegisterNode(
                        TestClock.START,
                        FIRST,
                        id,
                        incarnation(1),
                        new Resources(64_000, 1_000 * cards.length, 0),
                        null,
                        List.of(cards)));
        conditions.put(id, view -> Candidate.healthy(view.node(), power, 0));
    }

    private Plan plan(PlacementPolicy policy) {
        var state = rig.log.picture().state();
        List<Candidate> views =
                state.nodes().values().stream()
                        .filter(node -> conditions.containsKey(node.id()))
                        .map(node -> Candidate.healthy(node, 0.1, 0))
                        .map(
                                view ->
                                        Objects.requireNonNull(conditions.get(view.node().id()))
                                                .apply(view))
                        .toList();
        return new Plan(state, rig.clock.instant(), views, policy);
    }

    private List<Assignment> place() {
        return plan(PlacementPolicy.DEFAULT).assign(100);
    }

    private static Assignment first(int number, NodeId node) {
        return new Assignment(job(number), 1, node, 0);
    }

    @Test
    void servesHigherPriorityFirstThenTheOlder() {
        node(A, CORE.plus(CORE));
        rig.apply(
                submit(1, spec(10, CORE, null)),
                submit(2, spec(90, CORE, null)),
                submit(3, spec(90, CORE, null)));
        assertThat(place()).containsExactly(first(2, A), first(3, A));
    }

    @Test
    void whoWaitsGainsAPointPerMinute() {
        node(A, CORE);
        int fortyMinutes = 40 * 60_000;
        rig.apply(submit(1, spec(10, CORE, null)));
        rig.apply(submit(fortyMinutes + 1, spec(50, CORE, null)));
        assertThat(place()).containsExactly(first(1, A));
    }

    @Test
    void neverPromisesMoreThanIsFree() {
        for (int i = 1; i <= 10; i++) {
            rig.apply(submit(i));
        }
        assertThat(place()).isEmpty();
        node(A, FOUR_CORES);
        node(B, CORE);
        assertThat(place()).hasSize(5);
        rig.apply(assign(1, A), assign(2, A), assign(3, B));
        assertThat(place()).hasSize(2).allMatch(one -> one.node().equals(A));
    }

    @Test
    void prefersPowerThenLittleLoadThenRoomThenTheId() {
        rig.apply(submit(1));
        node(A, CORE, 0.5, 0);
        node(B, CORE, 1.0, 0.7);
        assertThat(place()).containsExactly(first(1, B));
        node(A, CORE, 1, 0.2);
        node(B, CORE, 1, 0.1);
        assertThat(place()).containsExactly(first(1, B));
        node(B, CORE, 1, 0.2);
        assertThat(place()).containsExactly(first(1, A));
        rig.apply(submit(2), assign(2, A));
        node(A, FOUR_CORES, 1, 0);
        node(B, FOUR_CORES, 1, 0);
        assertThat(place()).as("more room").containsExactly(first(1, B));
    }

    @Test
    void servesAnImpairedNodeLast() {
        rig.apply(submit(1), submit(2));
        node(A, FOUR_CORES);
        node(B, CORE, 0.1, 0.7);
        conditions.put(A, view -> new Candidate(view.node(), null, "", true, 1.0, 0));
        assertThat(place()).containsExactly(first(1, B), first(2, A));
    }

    @Test
    void aBarredNodeGetsNothing() {
        rig.apply(submit(1));
        node(A, FOUR_CORES);
        conditions.put(A, view -> Candidate.barred(view.node(), Obstacle.UNHEALTHY, "silent"));
        assertThat(place()).isEmpty();
    }

    @Test
    void spreadsOrPacksAsItsTypeSays() {
        for (int i = 1; i <= 4; i++) {
            rig.apply(submit(i));
        }
        node(A, FOUR_CORES);
        node(B, FOUR_CORES);
        assertThat(place()).extracting(Assignment::node).containsExactly(A, B, A, B);
        PlacementPolicy pack =
                new PlacementPolicy(EnumSet.of(JobType.SELFPLAY), EnumSet.noneOf(JobType.class));
        assertThat(plan(pack).assign(100)).extracting(Assignment::node).containsOnly(A);
    }

    @Test
    void whatAGpuDoesNothingForKeepsOffGpus() {
        gpuNode(A, 1, new GpuCard("H100", 80L << 30));
        node(B, CORE);
        rig.apply(submit(1, new JobSpec(JobType.SYNC, "x", 1, 50, JsonText.EMPTY, null, CORE)));
        assertThat(place()).containsExactly(first(1, B));
    }

    @Test
    void aPinnedJobGoesToItsNodeOrNowhere() {
        node(A, FOUR_CORES, 1, 0);
        rig.apply(submit(1, spec(50, CORE, B)), submit(2));
        assertThat(place()).containsExactly(first(2, A));
        node(B, CORE, 0.1, 0.7);
        assertThat(place()).containsExactly(first(1, B), first(2, A));
    }

    @Test
    void aJobThatFitsNowhereDoesNotHoldUpThoseBehindIt() {
        node(A, CORE);
        rig.apply(submit(1, spec(90, FOUR_CORES, null)), submit(2));
        assertThat(place()).containsExactly(first(2, A));
    }

    @Test
    void everyKindOfResourceCounts() {
        rig.apply(
                submit(1, spec(50, new Resources(1_000, 500, 0), null)),
                submit(2, spec(50, new Resources(1_000, 0, 16L << 30), null)),
                submit(3, spec(50, new Resources(0, 0, 0, 1L << 30), null)),
                submit(4, spec(50, Resources.NONE, null)));
        node(A, FOUR_CORES);
        assertThat(place()).containsExactly(first(4, A));
        node(A, new Resources(4_000, 1_000, 0, 2L << 30));
        assertThat(place()).containsExactly(first(1, A), first(3, A), first(4, A));
    }

    @Test
    void gpuModelAndMemoryAreThoseOfTheCard() {
        gpuNode(A, 1, new GpuCard("A10", 24L << 30), new GpuCard("A10", 24L << 30));
        rig.apply(
                submit(1, GPU.withRequirements(Requirements.NONE.withGpuModels(List.of("H100")))),
                submit(2, GPU.withRequirements(Requirements.NONE.withMinGpuMemory(40L << 30))),
                submit(3, GPU.withRequirements(Requirements.NONE.withMinGpuMemory(20L << 30))));
        assertThat(place()).containsExactly(first(3, A));
        gpuNode(B, 1, new GpuCard("H100", 80L << 30), new GpuCard("H100", 80L << 30));
        assertThat(place()).containsExactly(first(1, B), first(2, B), first(3, A));
    }

    /** Nobody says which card a job uses: only those that are certainly free can be promised. */
    @Test
    void aChoosyJobNeverMeetsAnotherOnItsCard() {
        gpuNode(A, 1, new GpuCard("H100", 80L << 30), new GpuCard("A10", 24L << 30));
        JobSpec big = GPU.withRequirements(Requirements.NONE.withMinGpuMemory(40L << 30));
        rig.apply(submit(1, big), submit(2, big), submit(3, GPU));
        assertThat(place()).containsExactly(first(1, A), first(3, A));
    }

    @Test
    void whoWantsANodeForItselfGetsAnEmptyOneAndKeepsItEmpty() {
        Requirements alone = new Requirements(List.of(), 0, Requirements.NONE.labels(), true);
        node(A, FOUR_CORES);
        node(B, FOUR_CORES);
        rig.apply(submit(1), assign(1, A), submit(2, spec(90, CORE, null).withRequirements(alone)));
        rig.apply(submit(3, spec(10, CORE, null)));
        assertThat(place()).containsExactly(first(2, B), first(3, A));
        rig.apply(assign(2, B));
        assertThat(place()).containsExactly(first(3, A));
    }

    private Command.FailJob fail(int number, int attempt, ExitReason reason) {
        return new Command.FailJob(
                rig.clock.instant(), job(number), attempt, token(number), reason, 75, "no", 1_000);
    }

    @Test
    void aJobInBackOffIsPassedOverUntilItIsDue() {
        node(A, FOUR_CORES);
        rig.apply(submit(1), assign(1, A), fail(1, 1, ExitReason.TRY_AGAIN));
        rig.clock.advance(Duration.ofMillis(9_999));
        assertThat(place()).isEmpty();
        rig.clock.advance(Duration.ofMillis(1));
        assertThat(place()).containsExactly(new Assignment(job(1), 2, A, 0));
    }

    @Test
    void aJobDoesNotGoBackWhereItFailedUnlessThereIsNoOtherNode() {
        node(A, FOUR_CORES, 1, 0);
        node(B, CORE, 0.1, 0);
        rig.apply(submit(1), assign(1, A), fail(1, 1, ExitReason.LOST));
        assertThat(place()).containsExactly(new Assignment(job(1), 2, B, 0));
        rig.apply(submit(2), assign(2, B));
        assertThat(place()).as("it waits for the other one").isEmpty();
        conditions.remove(B);
        assertThat(place()).containsExactly(new Assignment(job(1), 2, A, 0));
    }

    @Test
    void aRoundHasABound() {
        node(A, FOUR_CORES);
        for (int i = 1; i <= 4; i++) {
            rig.apply(submit(i));
        }
        assertThat(plan(PlacementPolicy.DEFAULT).assign(2))
                .containsExactly(first(1, A), first(2, A));
    }

    @Test
    void aLargeJobTakesEveryPlaceThatIsFreeAPartAtATime() {
        node(A, CORE.plus(CORE));
        node(B, CORE);
        rig.apply(submit(1, LARGE));
        assertThat(place())
                .extracting(Assignment::node, Assignment::games)
                .containsExactlyInAnyOrder(tuple(A, 100), tuple(A, 100), tuple(B, 100));
    }

    @Test
    void partsAreAsLargeAsTheNodesPaceSays() {
        node(A, CORE, 0.5, 0);
        node(B, CORE, 1.0, 0);
        rig.apply(new Command.RaiseRulesVersion(TestClock.START, FIRST, 2));
        rig.apply(submit(1), assign(1, A), start(1));
        rig.apply(
                new Command.CompleteJob(
                        TestClock.START.plusSeconds(50),
                        job(1),
                        1,
                        token(1),
                        "/out",
                        50,
                        JsonText.EMPTY));
        rig.apply(submit(2, LARGE));
        // 50 games in 50 s at power 0.5; nobody has seen B, whose power promises twice that.
        assertThat(place())
                .extracting(Assignment::node, Assignment::games)
                .containsExactlyInAnyOrder(tuple(A, 60), tuple(B, 120));
    }

    @Test
    void aDivisibleJobThatFitsIntoOnePartGoesAsAWhole() {
        node(A, CORE.plus(CORE));
        rig.apply(submit(1, spec(50, CORE, null).inPartsOf(60)));
        assertThat(place()).containsExactly(first(1, A));
    }
}
