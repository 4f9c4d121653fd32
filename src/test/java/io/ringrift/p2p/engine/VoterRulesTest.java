package io.ringrift.p2p.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Command.EnrolVoter;
import io.ringrift.p2p.engine.Command.ForgetVoter;
import io.ringrift.p2p.engine.Command.FoundCluster;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;

import org.junit.jupiter.api.Test;

import java.util.UUID;

class VoterRulesTest {

    private static final NodeId B = new NodeId("b");
    private static final UUID DISK = new UUID(1, 1);
    private static final UUID OTHER = new UUID(2, 2);

    private final House house = House.with("a");

    @Test
    void theFirstNameOfTheClusterStays() {
        house.accept(new FoundCluster(house.now(), house.epoch(), DISK));
        house.accept(new FoundCluster(house.now(), house.epoch(), OTHER));
        assertThat(house.state().charter().clusterId()).isEqualTo(DISK);
    }

    @Test
    void aNameBelongsToOneDiskUntilItIsForgotten() {
        house.accept(new EnrolVoter(house.now(), house.epoch(), B, DISK));
        house.accept(new EnrolVoter(house.now(), house.epoch(), B, DISK));
        assertThat(house.refuse(new EnrolVoter(house.now(), house.epoch(), B, OTHER)))
                .isEqualTo(new Rejection.OtherDisk(B));
        assertThat(house.state().charter().incarnation(B)).contains(DISK);
        house.accept(new ForgetVoter(house.now(), house.epoch(), B));
        assertThat(house.refuse(new ForgetVoter(house.now(), house.epoch(), B)))
                .isEqualTo(new Rejection.UnknownNode(B));
        house.accept(new EnrolVoter(house.now(), house.epoch(), B, OTHER));
        assertThat(house.state().charter().incarnation(B)).contains(OTHER);
    }

    @Test
    void whoDoesNotLeadEnrolsNobody() {
        assertThat(house.refuse(new EnrolVoter(house.now(), Epoch.NONE, B, DISK)))
                .isInstanceOf(Rejection.StaleEpoch.class);
    }
}
