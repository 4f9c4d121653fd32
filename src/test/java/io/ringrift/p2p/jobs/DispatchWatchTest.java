package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.jobs.placement.Candidate;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Obstacle;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class DispatchWatchTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DispatchWatch watch = new DispatchWatch(rig.clock, meters);
    private Epoch epoch = Epoch.NONE;

    @BeforeEach
    void aJobWaitsThatFitsNowhere() {
        epoch = rig.epoch();
        rig.apply(register(A, FOUR_CORES), submit(1, spec(50, FOUR_CORES.plus(CORE), null)));
    }

    private double alarm() {
        return meters.get("ringrift.p2p.dispatch.stuck").gauge().value();
    }

    private Candidate idle() {
        return Candidate.healthy(rig.node(A), 0.1, 0);
    }

    private void rounds(int seconds, Candidate node) {
        for (int i = 0; i < seconds; i++) {
            rig.clock.advance(Duration.ofSeconds(1));
            look(node);
        }
    }

    private void look(Candidate node) {
        watch.nothingDispatched(
                epoch, rig.log.picture().state(), rig.clock.instant(), List.of(node));
    }

    @Test
    void idleNodesBesideDueJobsForAMinuteAreAnAlarm() {
        look(idle());
        rounds(59, idle());
        assertThat(alarm()).isZero();
        rounds(1, idle());
        assertThat(alarm()).isOne();
        watch.calm();
        assertThat(alarm()).isZero();
        rounds(60, idle());
        assertThat(alarm()).as("counted anew").isZero();
    }

    @Test
    void aClusterWithoutAnIdleNodeIsOnlyBusy() {
        rig.apply(submit(2), Nouns.assign(2, A));
        rounds(120, idle());
        assertThat(alarm()).as("the node works").isZero();
        rounds(120, Candidate.barred(rig.node(A), Obstacle.OVERLOADED, "busy"));
        assertThat(alarm()).isZero();
    }

    @Test
    void whatALostLeadershipSawIsForgotten() {
        rounds(61, idle());
        assertThat(alarm()).isOne();
        rig.clock.advance(Duration.ofSeconds(11));
        assertThat(alarm()).as("nobody looked since").isZero();
        epoch = epoch.next();
        rounds(59, idle());
        assertThat(alarm()).isZero();
    }
}
