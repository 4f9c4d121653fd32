package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.FailJob;
import io.ringrift.p2p.engine.Command.RenewLease;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

/** No command, however poisoned, makes an exception escape. */
class TotalityTest {

    private final House house = House.with("a");

    @Test
    void aFaultWhileDecidingIsARefusal() {
        house.running(1, "a");
        Rejection why =
                house.refuse(
                        new FailJob(
                                Instant.MAX,
                                House.job(1),
                                1,
                                House.token(1, 1),
                                ExitReason.TRY_AGAIN,
                                75,
                                "again",
                                1_000));
        assertThat(why).isInstanceOf(Rejection.EngineFault.class);
        assertThat(why.code()).isEqualTo("engine_fault");
        assertThat(((Rejection.EngineFault) why).fault())
                .startsWith("java.time.DateTimeException: ");
        assertThat(house.refuse(new Sweep(Instant.MIN, house.epoch())))
                .isInstanceOf(Rejection.EngineFault.class);
    }

    @Test
    void aFaultWhileTakingEventsInLeavesTheStateAsItWas() {
        // Nothing that decide accepts leads here; a later bug might.
        ClusterNode broken = reservingLessThanItHolds(house.node("a"));
        ClusterState odd = house.state().withNodes(house.state().nodes().plus(broken.id(), broken));
        Engine.Step step = Engine.apply(odd, house.release(2, 1, "a"));
        assertThat(step.state()).isSameAs(odd);
        assertThat(step.decision())
                .isInstanceOfSatisfying(
                        Decision.Refused.class,
                        refused ->
                                assertThat(refused.why())
                                        .isInstanceOf(Rejection.EngineFault.class));
    }

    /** A release would take more from the reservation than there is. */
    private static ClusterNode reservingLessThanItHolds(ClusterNode a) {
        return new ClusterNode(
                a.id(),
                a.incarnation(),
                a.offered(),
                Resources.NONE,
                a.holds()
                        .plus(
                                House.job(2),
                                new ClusterNode.Hold(1, House.token(2, 1), House.ONE_CORE)),
                a.status(),
                a.profile());
    }

    @Test
    void theLastEpochIsFollowedByARefusal() {
        Epoch last = new Epoch(Long.MAX_VALUE);
        Lease lease = new Lease(new NodeId("a"), last, house.now(), Duration.ofSeconds(1));
        ClusterState end = house.state().withLease(lease);
        Command claim = new ClaimLeadership(house.now(), new NodeId("b"), Duration.ofSeconds(1));
        assertThat(Engine.apply(end, claim).state()).isSameAs(end);
    }

    @Test
    void extremeTimesAreKeptAsTheyAre() {
        house.accept(
                new RenewLease(Instant.MIN, house.epoch(), Duration.ofSeconds(Long.MAX_VALUE)));
        assertThat(house.state().lease().grantedAt()).isEqualTo(Instant.MIN);
    }

    @Test
    void anEventThatFitsNothingChangesNothing() {
        ClusterState state = house.state();
        NodeId nowhere = new NodeId("nowhere");
        for (Event event :
                java.util.List.of(
                        new Event.JobStarted(house.now(), House.job(9), 1, nowhere),
                        new Event.JobCancelled(house.now(), House.job(9), null, null),
                        new Event.JobCompleted(
                                house.now(),
                                House.job(9),
                                1,
                                nowhere,
                                "/x",
                                1,
                                io.ringrift.p2p.model.JsonText.EMPTY),
                        new Event.JobFailed(
                                house.now(),
                                House.job(9),
                                1,
                                nowhere,
                                ExitReason.OOM,
                                null,
                                "gone"),
                        new Event.JobRequeued(
                                house.now(),
                                House.job(9),
                                1,
                                nowhere,
                                ExitReason.LOST,
                                null,
                                "gone",
                                null),
                        new Event.JobAssigned(
                                house.now(),
                                House.job(9),
                                1,
                                nowhere,
                                House.token(9, 1),
                                house.epoch()),
                        new Event.AttemptReleased(house.now(), nowhere, House.job(9), 1),
                        new Event.KeysForgotten(java.util.List.of(House.job(9))))) {
            assertThat(Evolution.evolve(state, event)).as("%s", event).isEqualTo(state);
        }
    }
}
