package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.Resources;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A checker that never complains checks nothing: each test breaks one thing. */
class InvariantsTest {

    private final House house = House.with("a", "b");

    @BeforeEach
    void fill() {
        house.accept(house.submit(1, "k", "body"));
        house.running(2, "a").completed(3, "b").running(4, "b");
        house.accept(house.cancel(4));
    }

    private void violated(ClusterState state, String part) {
        assertThat(Invariants.check(state)).anySatisfy(line -> assertThat(line).contains(part));
    }

    private ClusterState withJob(Job job) {
        ClusterState s = house.state();
        return s.withOpen(s.open().plus(job.id(), job), s.queue(), s.nodes(), s.tally());
    }

    @Test
    void aJobInBothPlaces() {
        violated(withJob(house.get(3)), "is open and finished");
        violated(withJob(house.get(3)), "is open and COMPLETED");
    }

    @Test
    void anOpenJobAmongTheFinished() {
        ClusterState s = house.state();
        violated(
                s.withFinished(s.finished().plus(House.job(2), house.get(2)), s.tally()),
                "is finished and RUNNING");
    }

    @Test
    void aQueueThatLacksOrInventsAJob() {
        ClusterState s = house.state();
        violated(
                s.withOpen(s.open(), TreePSet.empty(), s.nodes(), s.tally()),
                "the queue is not the queued jobs");
        violated(
                s.withOpen(
                        s.open(),
                        s.queue().plus(new QueueKey(50, House.job(2))),
                        s.nodes(),
                        s.tally()),
                "the queue is not the queued jobs");
    }

    @Test
    void aLiveAttemptWithoutItsHold() {
        ClusterState s = house.state();
        violated(
                s.withNodes(JobEvolution.release(s.nodes(), house.node("a").id(), House.job(2))),
                "has no hold");
    }

    @Test
    void aHoldWithoutItsAttempt() {
        ClusterState s = house.state();
        ClusterNode b = house.node("b");
        ClusterNode.Hold hold = Objects.requireNonNull(b.holds().get(House.job(4)));
        violated(
                s.withNodes(s.nodes().plus(b.id(), b.taken(House.job(3), hold))),
                "holds another's attempt");
        ClusterNode.Hold late = new ClusterNode.Hold(1, House.token(3, 1), House.ONE_CORE);
        violated(
                s.withNodes(s.nodes().plus(b.id(), b.taken(House.job(3), late))),
                "holds an ended attempt");
        ClusterNode.Hold next = new ClusterNode.Hold(2, House.token(3, 2), House.ONE_CORE);
        violated(
                s.withNodes(s.nodes().plus(b.id(), b.taken(House.job(3), next))),
                "unknown attempt");
    }

    @Test
    void aReservationThatIsNotTheSumOfItsHolds() {
        ClusterState s = house.state();
        ClusterNode b = house.node("b");
        ClusterNode wrong =
                new ClusterNode(
                        b.id(),
                        b.incarnation(),
                        b.offered(),
                        Resources.NONE,
                        b.holds(),
                        b.status(),
                        b.profile());
        violated(s.withNodes(s.nodes().plus(b.id(), wrong)), "its holds are");
    }

    @Test
    void keysThatDoNotLeadToTheirJob() {
        ClusterState s = house.state();
        violated(s.withKeys(TreePMap.empty(), s.keysByAge()), "does not lead to");
        violated(s.withKeys(s.keys(), TreePMap.empty()), "1 keys, by age 0");
        violated(
                s.withOpen(s.open().minus(House.job(1)), s.queue(), s.nodes(), s.tally()),
                "outlived its job");
    }

    @Test
    void countsThatDoNotAddUp() {
        ClusterState s = house.state();
        violated(
                s.withOpen(s.open(), s.queue(), s.nodes(), s.tally().oneSubmitted()),
                "does not add up");
        violated(s.withFinished(s.finished(), s.tally().someForgotten(1)), "does not add up");
    }

    @Test
    void twoLiveAttempts() {
        Job job = house.get(2);
        Job twice = job.assigned(house.attempt(2));
        violated(withJob(twice), "lives beside a later one");
        violated(withJob(twice), "used a token twice");
        violated(withJob(twice), "has number 1");
    }

    @Test
    void anAttemptOfALeaderToComeOrBeforeAny() {
        ClusterState s = house.state();
        violated(s.withLease(io.ringrift.p2p.model.Lease.NONE), "by a leader to come");
    }

    @Test
    void aJobThatRunsWithoutAProcess() {
        Job job = house.get(2);
        List<io.ringrift.p2p.model.Attempt> attempts = new ArrayList<>(job.attempts());
        attempts.set(0, attempts.get(0).ended(house.now(), ExitReason.OOM, 1, "gone"));
        violated(
                withJob(
                        new Job(
                                job.id(),
                                job.spec(),
                                job.createdAt(),
                                job.status(),
                                null,
                                -1,
                                attempts,
                                null,
                                null,
                                null,
                                0,
                                job.metrics(),
                                null)),
                "runs without a process");
    }
}
