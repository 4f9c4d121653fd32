package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.ClaimLeadership;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.ReleaseLease;
import io.ringrift.p2p.engine.Command.RenewLease;
import io.ringrift.p2p.engine.Command.SetPolicy;
import io.ringrift.p2p.engine.Command.Sweep;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

class ClusterRulesTest {

    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final NodeId B = new NodeId("b");

    private final House house = House.with("a");

    @Test
    void eachClaimRaisesTheEpoch() {
        assertThat(house.epoch()).isEqualTo(new Epoch(1));
        house.accept(new ClaimLeadership(house.now(), B, LEASE));
        assertThat(house.state().lease()).isEqualTo(new Lease(B, new Epoch(2), house.now(), LEASE));
        house.accept(new ClaimLeadership(house.now(), B, LEASE));
        assertThat(house.epoch()).isEqualTo(new Epoch(3));
    }

    @Test
    void theHolderRenewsAndHandsBack() {
        house.after(Duration.ofSeconds(10))
                .accept(new RenewLease(house.now(), house.epoch(), LEASE.plusSeconds(1)));
        assertThat(house.state().lease().until()).isEqualTo(House.START.plusSeconds(41));
        house.accept(new ReleaseLease(house.now(), house.epoch()));
        assertThat(house.state().lease().holder()).isNull();
        assertThat(house.epoch()).isEqualTo(new Epoch(1));
        house.accept(new ClaimLeadership(house.now(), B, LEASE));
        assertThat(house.epoch()).isEqualTo(new Epoch(2));
    }

    @Test
    void anOlderAHandedBackOrAFutureEpochIsRefusedWhateverItAsks() {
        house.accept(house.submit(1));
        house.accept(new ClaimLeadership(house.now(), B, LEASE));
        fencedOff(new Epoch(1));
        fencedOff(new Epoch(3));
        house.accept(new ReleaseLease(house.now(), new Epoch(2)));
        fencedOff(new Epoch(2));
    }

    @Test
    void beforeTheFirstLeaderNobodyLeads() {
        House empty = new House();
        assertThat(empty.refuse(new Sweep(empty.now(), Epoch.NONE)))
                .isEqualTo(new Rejection.StaleEpoch(Epoch.NONE, Epoch.NONE));
    }

    private void fencedOff(Epoch epoch) {
        for (Command command :
                List.of(
                        new AssignJob(
                                house.now(),
                                epoch,
                                House.job(1),
                                1,
                                new NodeId("a"),
                                House.token(1, 1)),
                        new RegisterNode(
                                house.now(), epoch, B, new UUID(0, 1), Resources.NONE, null),
                        new RenewLease(house.now(), epoch, LEASE),
                        new ReleaseLease(house.now(), epoch),
                        new SetPolicy(house.now(), epoch, Policy.DEFAULT),
                        new Sweep(house.now(), epoch))) {
            assertThat(house.refuse(command))
                    .isEqualTo(new Rejection.StaleEpoch(epoch, house.epoch()));
        }
    }

    @Test
    void aNodeThatComesBackKeepsItsPlacesAndRepeatsCostNothing() {
        house.running(1, "a");
        assertThat(house.accept(house.register("a", 1, House.FOUR_CORES))).isEmpty();
        house.accept(house.register("a", 2, House.FOUR_CORES));
        assertThat(house.node("a").incarnation()).isEqualTo(new UUID(0, 2));
        assertThat(house.node("a").holds()).containsKey(House.job(1));
    }

    @Test
    void aNodeThatOffersLessKeepsWhatRunsAndGetsNothingNew() {
        house.running(1, "a").running(2, "a");
        house.accept(house.register("a", 1, House.ONE_CORE));
        assertThat(house.node("a").free()).isEqualTo(Resources.NONE);
        house.accept(house.submit(3));
        assertThat(house.refuse(house.assign(3, 1, "a"))).isInstanceOf(Rejection.DoesNotFit.class);
        house.accept(house.complete(1, 1));
        house.accept(house.complete(2, 1));
        house.accept(house.assign(3, 1, "a"));
    }

    @Test
    void thePolicyIsPartOfTheState() {
        assertThat(house.accept(house.policy(Policy.DEFAULT))).isEmpty();
        Policy other = House.keeping(Duration.ofDays(1), 5);
        house.accept(house.policy(other));
        assertThat(house.state().policy()).isEqualTo(other);
    }

    @Test
    void theRulesAreRaisedStepByStepAndNeverBack() {
        assertThat(house.state().rulesVersion()).isEqualTo(RulesVersion.FIRST);
        assertThat(house.refuse(raise(3))).isEqualTo(new Rejection.NotTheNextRules(3, 1));
        assertThat(house.accept(raise(2))).containsExactly(new Event.RulesVersionRaised(2));
        assertThat(house.accept(raise(2))).isEmpty();
        house.accept(raise(3));
        assertThat(house.accept(raise(1))).isEmpty();
        assertThat(house.state().rulesVersion()).isEqualTo(3);
    }

    @Test
    void aProgramKnowsItsRulesAndAllBefore() {
        assertThat(RulesVersion.knows(house.state())).isTrue();
        for (int version = 2; version <= RulesVersion.known() + 1; version++) {
            house.accept(raise(version));
        }
        assertThat(RulesVersion.knows(house.state())).isFalse();
    }

    private Command raise(int version) {
        return new Command.RaiseRulesVersion(house.now(), house.epoch(), version);
    }
}
