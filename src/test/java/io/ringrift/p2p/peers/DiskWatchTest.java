package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.register;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.engine.WebhookStep;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.ResourceMetrics;

import org.junit.jupiter.api.Test;

import java.util.List;

class DiskWatchTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry registry = PeersRig.registry(rig.clock);
    private final DiskWatch watch =
            new DiskWatch(rig.log, rig.gate, registry, OverloadThresholds.DEFAULT, rig.clock);

    private void raiseRules() {
        for (int version = 2; version <= RulesVersion.known(); version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
    }

    private void disk(NodeId node, double percent) {
        PeersRig.heard(registry, node, new ResourceMetrics(10, 20, percent, 5L << 30, List.of()));
        watch.run(rig.epoch());
    }

    private boolean isRaised(NodeId node) {
        return rig.log
                .picture()
                .state()
                .outbox()
                .alarms()
                .containsKey(new Alarm(Alarm.Kind.DISK_LOW, node));
    }

    private long notes() {
        return rig.log.submitted().stream()
                .filter(command -> command instanceof WebhookStep.NoteAlarm)
                .count();
    }

    @Test
    void aFullDiskIsNotedOnceAndItsEndToo() {
        raiseRules();
        rig.apply(register(A, FOUR_CORES), register(B, FOUR_CORES));
        disk(A, 89.9);
        assertThat(isRaised(A)).isFalse();
        disk(A, 90);
        disk(A, 99);
        disk(A, 88.1);
        assertThat(isRaised(A)).isTrue();
        assertThat(isRaised(B)).isFalse();
        assertThat(notes()).isEqualTo(1);
        disk(A, 87.9);
        assertThat(isRaised(A)).isFalse();
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void nothingIsNotedOfStrangersOrUnderOldRules() {
        rig.apply(register(A, FOUR_CORES));
        disk(A, 99);
        raiseRules();
        disk(B, 99);
        assertThat(isRaised(B)).isFalse();
        assertThat(notes()).isEqualTo(1);
        assertThat(isRaised(A)).isTrue();
    }
}
