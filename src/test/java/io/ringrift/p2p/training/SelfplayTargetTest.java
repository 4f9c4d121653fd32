package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;

import org.junit.jupiter.api.Test;

import java.util.Map;

class SelfplayTargetTest {

    private final TrainingRig school = new TrainingRig();

    private void round(int queued, Map<String, SelfplayProperties.Config> configs) {
        new SelfplayTarget(
                        school.rig.log,
                        school.rig.gate,
                        new SelfplayProperties(queued, 40, configs),
                        school.jobs,
                        new Ratings(),
                        school::nextId,
                        school.rig.clock,
                        new SimpleMeterRegistry())
                .round(school.rig.epoch());
    }

    private static SelfplayProperties.Config config(double weight, double ahead) {
        return new SelfplayProperties.Config(25, weight, ahead);
    }

    private long queued(String configKey) {
        return school.open(JobType.SELFPLAY).stream()
                .filter(job -> job.spec().configKey().equals(configKey))
                .count();
    }

    @Test
    void withoutConfigsNothingIsQueued() {
        round(4, Map.of());
        assertThat(school.open(JobType.SELFPLAY)).isEmpty();
    }

    @Test
    void fillsUpToTheLimitByWeight() {
        Map<String, SelfplayProperties.Config> configs =
                Map.of("hex5_2p", config(3, 100), "hex7_2p", config(1, 100));
        round(8, configs);
        assertThat(queued("hex5_2p")).isEqualTo(6);
        assertThat(queued("hex7_2p")).isEqualTo(2);
        round(8, configs);
        assertThat(school.open(JobType.SELFPLAY)).as("it is full").hasSize(8);
    }

    @Test
    void stopsWhenTheTrainingsCannotFollow() {
        school.loop(school.rig.gate).round(school.rig.epoch());
        school.plays(150);
        round(8, Map.of("hex5_2p", config(1, 2)));
        assertThat(queued("hex5_2p")).as("25 games each up to 200").isEqualTo(2);
    }

    @Test
    void playsTheChampion() {
        TrainingLoop loop = school.loop(school.rig.gate);
        school.plays(100);
        loop.round(school.rig.epoch());
        school.agentsWork(0);
        loop.round(school.rig.epoch());
        school.agentsWork(36);
        loop.round(school.rig.epoch());
        round(1, Map.of("hex5_2p", config(1, 2)));
        Job job = school.open(JobType.SELFPLAY).getFirst();
        String champion = school.ledger().lineage().versions().getLast().sha256().hex();
        assertThat(job.spec().metadata().value())
                .isEqualTo("{\"model\":\"sha256:" + champion + "\"}");
    }
}
