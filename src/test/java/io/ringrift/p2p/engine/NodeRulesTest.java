package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.CordonNode;
import io.ringrift.p2p.engine.Command.DrainNode;
import io.ringrift.p2p.engine.Command.LabelNode;
import io.ringrift.p2p.engine.Command.LeaveNode;
import io.ringrift.p2p.engine.Command.MarkNodeOffline;
import io.ringrift.p2p.engine.Command.RegisterNode;
import io.ringrift.p2p.engine.Command.RetireNode;
import io.ringrift.p2p.engine.Command.UncordonNode;
import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Which nodes take part, and what people may say about them. */
class NodeRulesTest {

    private static final NodeId A = new NodeId("a");
    private static final Mandate WHY = new Mandate("cluster", "the fan is loud");

    private final House house = House.with("a");

    private NodeStatus status() {
        return house.node("a").status();
    }

    @Test
    void anAbsenceAndAReturnAreRecordedWithTheirTimes() {
        house.after(Duration.ofSeconds(20)).accept(house.offline("a"));
        assertThat(status().presence()).isEqualTo(Presence.OFFLINE);
        assertThat(status().since()).isEqualTo(house.now());
        assertThat(house.node("a").takesWork()).isFalse();
        house.after(Duration.ofSeconds(20)).accept(house.register("a", 2, House.FOUR_CORES));
        assertThat(status().presence()).isEqualTo(Presence.PRESENT);
        assertThat(status().history())
                .extracting(NodeStatus.Change::to, NodeStatus.Change::why)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Presence.OFFLINE, "silent for 15 s"),
                        org.assertj.core.groups.Tuple.tuple(Presence.PRESENT, "it beats again"));
    }

    @Test
    void aNodeThatCameBackUnderAnotherIncarnationWasNotSilent() {
        MarkNodeOffline late = house.offline("a");
        house.accept(house.register("a", 2, House.FOUR_CORES));
        assertThat(house.refuse(late)).isEqualTo(new Rejection.OtherIncarnation(A));
        assertThat(house.refuse(new LeaveNode(house.now(), A, new UUID(0, 1))))
                .isEqualTo(new Rejection.OtherIncarnation(A));
        assertThat(house.refuse(house.offline("nobody")))
                .isEqualTo(new Rejection.UnknownNode(new NodeId("nobody")));
    }

    @Test
    void theHistoryOfAFlappingNodeIsBounded() {
        for (int i = 0; i < 50; i++) {
            house.accept(house.offline("a"));
            house.accept(house.register("a", 1, House.FOUR_CORES));
        }
        assertThat(status().history()).hasSize(NodeStatus.MAX_HISTORY);
        assertThat(status().history().getLast().to()).isEqualTo(Presence.PRESENT);
    }

    @Test
    void aDrainIsACordonThatGoesFurtherAndBothAreTakenBackAtOnce() {
        Drain drain = new Drain(DrainMode.CHECKPOINT, house.now().plusSeconds(60));
        house.accept(new CordonNode(house.now(), A, WHY));
        house.accept(new DrainNode(house.now(), A, WHY, drain));
        assertThat(house.accept(new DrainNode(house.now(), A, WHY, drain))).isEmpty();
        assertThat(house.accept(new CordonNode(house.now(), A, WHY))).isEmpty();
        assertThat(status().cordon()).isEqualTo(new NodeStatus.Cordon(house.now(), WHY, drain));
        assertThat(drain.modeAt(house.now())).isEqualTo(DrainMode.CHECKPOINT);
        assertThat(drain.modeAt(house.now().plusSeconds(60))).isEqualTo(DrainMode.KILL);
        house.accept(new UncordonNode(house.now(), A, WHY));
        assertThat(status().cordon()).isNull();
        assertThat(house.accept(new UncordonNode(house.now(), A, WHY))).isEmpty();
    }

    @Test
    void whatPeopleSayOfANodeWinsOverWhatItSaysItself() {
        house.accept(
                new RegisterNode(
                        house.now(),
                        house.epoch(),
                        A,
                        new UUID(0, 1),
                        House.FOUR_CORES,
                        Labels.parse("zone=a, disk=ssd")));
        house.accept(new LabelNode(house.now(), A, WHY, Labels.parse("zone=b")));
        assertThat(house.node("a").labels().all()).isEqualTo(Map.of("zone", "b", "disk", "ssd"));
        house.accept(house.register("a", 1, House.FOUR_CORES));
        assertThat(house.node("a").labels().all())
                .as("an agent that does not speak of labels changes none")
                .isEqualTo(Map.of("zone", "b", "disk", "ssd"));
    }

    @Test
    void aRetiredNodeStaysRetiredUntilAPersonTakesItBack() {
        house.running(1, "a");
        assertThat(house.refuse(new RetireNode(house.now(), A, WHY)))
                .isEqualTo(new Rejection.NodeHoldsWork(A, 1));
        house.accept(house.complete(1, 1));
        house.accept(new RetireNode(house.now(), A, WHY));
        assertThat(house.accept(house.register("a", 1, House.FOUR_CORES))).isEmpty();
        assertThat(status().presence()).isEqualTo(Presence.RETIRED);
        house.accept(new UncordonNode(house.now(), A, WHY));
        assertThat(house.node("a").takesWork()).isTrue();
    }

    @Test
    void whatIsGoneIsForgottenExceptWhatIsCordonedOrHoldsWork() {
        house.accept(house.register("b", 1, House.FOUR_CORES));
        house.accept(house.register("c", 1, House.FOUR_CORES));
        house.running(1, "c");
        house.accept(new CordonNode(house.now(), new NodeId("b"), WHY));
        house.accept(house.offline("a"));
        house.accept(house.offline("b"));
        house.accept(house.offline("c"));
        house.after(Duration.ofDays(7).minusSeconds(1)).accept(house.sweep());
        assertThat(house.state().nodes()).hasSize(3);
        house.after(Duration.ofSeconds(1)).accept(house.sweep());
        assertThat(house.state().nodes().keySet())
                .extracting(NodeId::value)
                .containsExactly("b", "c");
    }

    @Test
    void thereIsALimitToTheNodesThatAreKnown() {
        NodePolicy two = new NodePolicy(2, Duration.ofDays(1), Map.of());
        Policy d = Policy.DEFAULT;
        house.accept(
                house.policy(
                        new Policy(
                                d.maxOpenJobs(),
                                d.maxAttempts(),
                                d.maxLost(),
                                d.backoffBase(),
                                d.backoffMax(),
                                d.keepKeys(),
                                d.keepFinishedFor(),
                                d.keepFinished(),
                                two)));
        house.accept(house.register("b", 1, House.FOUR_CORES));
        assertThat(house.refuse(house.register("c", 1, House.FOUR_CORES)))
                .isEqualTo(new Rejection.TooManyNodes(2));
        house.accept(house.register("a", 3, House.ONE_CORE));
    }
}
