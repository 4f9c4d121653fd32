package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;

class TrainingMetersTest {

    private final TrainingRig school = new TrainingRig();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private double count(String name) {
        return meters.get("ringrift.p2p.training." + name).functionCounter().count();
    }

    private double gauge(String name) {
        return meters.get("ringrift.p2p.training." + name).gauge().value();
    }

    @Test
    void theyFollowTheLedgers() {
        new TrainingMeters(school.rig.log).bindTo(meters);
        TrainingLoop loop = school.loop(school.rig.gate);
        school.plays(100);
        loop.round(school.rig.epoch());
        assertThat(gauge("configs")).isEqualTo(1);
        assertThat(gauge("running")).isEqualTo(1);
        assertThat(count("triggered")).isEqualTo(1);
        school.agentsWork(0);
        loop.round(school.rig.epoch());
        assertThat(gauge("running")).isZero();
        assertThat(gauge("evaluating")).isEqualTo(1);
        school.agentsWork(36);
        loop.round(school.rig.epoch());
        assertThat(count("candidates")).isEqualTo(1);
        assertThat(count("promotions")).isEqualTo(1);
    }
}
