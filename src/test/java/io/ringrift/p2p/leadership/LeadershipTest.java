package io.ringrift.p2p.leadership;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.TIMING;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.replication.NotAcceptedException;
import io.ringrift.p2p.replication.OutcomeUnknownException;
import io.ringrift.p2p.replication.Standing;

import org.junit.jupiter.api.Test;

import java.time.Duration;

class LeadershipTest {

    private static final Duration LEASE = TIMING.leaderLease();

    private final LeadershipRig rig = new LeadershipRig();

    @Test
    void anElectedVoterClaimsTheNextEpochAndSetsItsPolicy() {
        Policy own =
                new Policy(
                        7,
                        3,
                        5,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofHours(24),
                        Duration.ofDays(1),
                        10,
                        null);
        LeadershipRig mine = new LeadershipRig(TIMING, own);
        assertThat(mine.leadership.mayAct()).isEmpty();
        mine.keep();
        assertThat(mine.epoch()).isEqualTo(new Epoch(1));
        assertThat(mine.log.picture().state().policy()).isEqualTo(own);
        assertThat(mine.log.picture().state().lease().holder()).isEqualTo(A);
        assertThat(mine.log.picture().state().lease().until())
                .isEqualTo(TestClock.START.plus(LEASE));
    }

    @Test
    void whoIsNotElectedClaimsNothing() {
        rig.log.follow(B);
        rig.keep();
        assertThat(rig.leadership.mayAct()).isEmpty();
        assertThat(rig.log.submitted()).isEmpty();
    }

    @Test
    void theLeaseEndsByTheMonotonicClock() {
        rig.keep();
        rig.clock.advance(LEASE.minusNanos(1));
        assertThat(rig.leadership.mayAct()).isPresent();
        rig.clock.advance(Duration.ofNanos(1));
        assertThat(rig.leadership.mayAct()).isEmpty();
    }

    @Test
    void renewingKeepsTheEpochAndPostponesTheEnd() {
        rig.keep();
        rig.clock.advance(LEASE.dividedBy(3));
        rig.keep();
        rig.clock.advance(LEASE.minusNanos(1));
        assertThat(rig.epoch()).isEqualTo(new Epoch(1));
        assertThat(rig.log.submitted().getLast()).isInstanceOf(Command.RenewLease.class);
        assertThat(rig.log.picture().state().lease().until())
                .isEqualTo(TestClock.START.plus(LEASE.dividedBy(3)).plus(LEASE));
    }

    @Test
    void aRenewalThatFailsLeavesWhatIsLeftOfTheLease() {
        rig.keep();
        rig.log.refuse(_ -> true, new NotAcceptedException("disk"));
        rig.clock.advance(LEASE.dividedBy(3));
        rig.keep();
        assertThat(rig.leadership.mayAct()).contains(new Epoch(1));
        rig.clock.advance(LEASE.dividedBy(3).multipliedBy(2));
        assertThat(rig.leadership.mayAct()).isEmpty();
        rig.keep();
        assertThat(rig.leadership.mayAct()).isEmpty();
        rig.log.heal();
        rig.keep();
        assertThat(rig.epoch()).isEqualTo(new Epoch(2));
    }

    @Test
    void whoCouldNotRenewInTimeStepsDown() {
        rig.log.stand(new Standing(NodeRole.LEADER, true, A, 3, 3));
        rig.keep();
        rig.log.refuse(_ -> true, new NotAcceptedException("disk"));
        rig.clock.advance(LEASE);
        rig.keep();
        assertThat(rig.steppedDown).containsExactly("could not renew the lease in time");
    }

    @Test
    void whoseDiskIsNearlyFullStepsDownOncePerLease() {
        rig.log.stand(new Standing(NodeRole.LEADER, true, A, 3, 3));
        rig.log.handicap = "the disk is nearly full";
        rig.keep();
        assertThat(rig.steppedDown).containsExactly("the disk is nearly full");
        assertThat(rig.leadership.mayAct()).isEmpty();
        rig.keep();
        assertThat(rig.steppedDown).hasSize(1);
        assertThat(rig.leadership.mayAct()).as("everybody is unwell, so it leads").isPresent();
        rig.clock.advance(LEASE.plusNanos(1));
        rig.keep();
        rig.keep();
        assertThat(rig.steppedDown.size()).isGreaterThan(1);
    }

    @Test
    void aloneItLeadsWithAFullDiskToo() {
        rig.log.handicap = "the disk is nearly full";
        rig.keep();
        assertThat(rig.leadership.mayAct()).isPresent();
        assertThat(rig.steppedDown).isEmpty();
    }

    @Test
    void aLogThatDoesNotAnswerHoldsNobodyUpForEver() {
        LeadershipRig quick =
                new LeadershipRig(
                        new Timing(
                                Duration.ofMillis(100),
                                Duration.ofMillis(300),
                                Duration.ofSeconds(1)),
                        Policy.DEFAULT);
        quick.log.hang(_ -> true);
        quick.keep();
        assertThat(quick.leadership.mayAct()).isEmpty();
    }

    @Test
    void anUnknownOutcomeOfAClaimEndsInANewOne() {
        rig.log.refuse(
                _ -> true, new OutcomeUnknownException("timeout", new IllegalStateException()));
        rig.keep();
        assertThat(rig.leadership.mayAct()).isEmpty();
        rig.log.heal();
        rig.keep();
        assertThat(rig.leadership.mayAct()).isPresent();
    }

    @Test
    void whoIsSupersededDropsTheLease() {
        rig.keep();
        rig.apply(new Command.ClaimLeadership(rig.clock.instant(), B, LEASE));
        rig.keep();
        assertThat(rig.leadership.mayAct()).isEmpty();
        rig.keep();
        assertThat(rig.epoch()).isEqualTo(new Epoch(3));
    }

    @Test
    void whoLosesTheElectionDropsTheLeaseAtOnce() {
        rig.keep();
        int[] told = {0};
        rig.leadership.onChange(() -> told[0]++);
        rig.log.follow(B);
        rig.keep();
        assertThat(rig.leadership.mayAct()).isEmpty();
        assertThat(told[0]).isEqualTo(1);
        LeadershipView view = rig.leadership.view();
        assertThat(view.role()).isEqualTo(NodeRole.FOLLOWER);
        assertThat(view.leader()).isEqualTo(B);
    }

    @Test
    void anElectedVoterWithoutALeaseIsACandidateAndNamesNoLeader() {
        LeadershipView view = rig.leadership.view();
        assertThat(view.role()).isEqualTo(NodeRole.CANDIDATE);
        assertThat(view.leader()).isNull();
        rig.keep();
        assertThat(rig.leadership.view().role()).isEqualTo(NodeRole.LEADER);
        assertThat(rig.leadership.view().leader()).isEqualTo(A);
    }

    @Test
    void releasingLetsEverybodyExpectTheNextLeader() throws InterruptedException {
        rig.keep();
        rig.leadership.release();
        assertThat(rig.leadership.mayAct()).isEmpty();
        assertThat(rig.log.picture().state().lease().holder()).isNull();
        int before = rig.log.submitted().size();
        rig.leadership.release();
        assertThat(rig.log.submitted()).hasSize(before);
    }
}
