package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.jobs.placement.Candidate;
import io.ringrift.p2p.leadership.LeadershipRig;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

class QueueAlarmTest {

    private final LeadershipRig rig = LeadershipRig.leading();
    private final DispatchWatch watch = new DispatchWatch(rig.clock, new SimpleMeterRegistry());
    private final QueueAlarm alarm = new QueueAlarm(rig.log, rig.gate, watch, rig.clock);

    private boolean isRaised() {
        return rig.log
                .picture()
                .state()
                .outbox()
                .alarms()
                .containsKey(new Alarm(Alarm.Kind.QUEUE_STALLED, null));
    }

    private void nothingIsDispatchedFor(int seconds) {
        for (int i = 0; i < seconds; i++) {
            rig.clock.advance(Duration.ofSeconds(1));
            rig.keep();
            watch.nothingDispatched(
                    rig.epoch(),
                    rig.log.picture().state(),
                    rig.clock.instant(),
                    List.of(Candidate.healthy(rig.node(A), 0.1, 0)));
            alarm.round(rig.epoch());
        }
    }

    @Test
    void theLogKnowsWhenTheQueueStallsAndWhenItMovesAgain() {
        rig.apply(register(A, FOUR_CORES), submit(1, spec(50, FOUR_CORES.plus(CORE), null)));
        nothingIsDispatchedFor(70);
        assertThat(isRaised()).as("under old rules").isFalse();
        for (int version = 2; version <= RulesVersion.known(); version++) {
            rig.apply(new Command.RaiseRulesVersion(rig.clock.instant(), rig.epoch(), version));
        }
        nothingIsDispatchedFor(1);
        assertThat(isRaised()).isTrue();
        watch.calm();
        alarm.round(rig.epoch());
        assertThat(isRaised()).isFalse();
    }
}
