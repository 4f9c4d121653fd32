package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Invariants;
import io.ringrift.p2p.engine.TrainingStep;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;

/**
 * Fifty generations in a row, in each of which a leader dies at every place where something could
 * be lost or done twice: just before a step reaches the log, and just after, before it hears so.
 */
class FailPointTest {

    private static final int GENERATIONS = 50;

    private final TrainingRig school = new TrainingRig();

    private static final class DeadLeaderException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** A leader dies at its next step of that kind, and another one takes over. */
    private void dies(Class<? extends TrainingStep> at, boolean reachesTheLog)
            throws InterruptedException {
        TrainingLoop loop = school.loop(dying(at, reachesTheLog));
        Epoch epoch = school.rig.epoch();
        assertThatExceptionOfType(DeadLeaderException.class)
                .as("nobody died at %s", at)
                .isThrownBy(() -> loop.round(epoch));
        school.rig.leadership.release();
        school.rig.keep();
        assertThat(epoch.isOlderThan(school.rig.epoch())).isTrue();
    }

    private CommandGate dying(Class<?> at, boolean reachesTheLog) {
        CommandLog log =
                (CommandLog)
                        Proxy.newProxyInstance(
                                CommandLog.class.getClassLoader(),
                                new Class<?>[] {CommandLog.class},
                                (_, method, arguments) -> {
                                    boolean dies =
                                            method.getName().equals("submit")
                                                    && at.isInstance(arguments[0]);
                                    if (dies && !reachesTheLog) {
                                        throw new DeadLeaderException();
                                    }
                                    Object answer = method.invoke(school.rig.log, arguments);
                                    if (dies) {
                                        throw new DeadLeaderException();
                                    }
                                    return answer;
                                });
        return new CommandGate(log, Duration.ofSeconds(5));
    }

    private void round() {
        school.loop(school.rig.gate).round(school.rig.epoch());
    }

    private int generation() {
        return school.ledger().games().generation();
    }

    @Test
    void eachTriggerAndEachPromotionHappensOnce() throws InterruptedException {
        for (int number = 1; number <= GENERATIONS; number++) {
            school.plays(100);
            dies(TrainingStep.EvaluateTraining.class, false);
            assertThat(generation()).as("result counted, no trigger yet").isEqualTo(number - 1);
            dies(TrainingStep.EvaluateTraining.class, true);
            assertThat(generation()).as("triggered, not dispatched").isEqualTo(number);
            round();
            assertThat(generation()).as("the next leader triggers no second").isEqualTo(number);
            assertThat(school.open(JobType.TRAINING)).hasSize(1);
            school.agentsWork(0);
            dies(TrainingStep.RegisterCandidate.class, false);
            dies(TrainingStep.RegisterCandidate.class, true);
            dies(TrainingStep.OrderMatch.class, true);
            round();
            assertThat(school.open(JobType.EVALUATION)).hasSize(2);
            school.agentsWork(36);
            dies(TrainingStep.RecordMatch.class, true);
            dies(TrainingStep.JudgeCandidate.class, false);
            assertThat(school.promotions()).as("shown, not promoted").isEqualTo(number - 1);
            dies(TrainingStep.JudgeCandidate.class, true);
            assertThat(school.promotions()).isEqualTo(number);
            round();
            assertThat(school.promotions()).isEqualTo(number);
        }
        ClusterState state = school.rig.log.picture().state();
        assertThat(Invariants.check(state)).isEmpty();
        assertThat(state.finished().values().stream().filter(FailPointTest::isTraining))
                .hasSize(GENERATIONS);
        assertThat(school.ledger().lineage().versions())
                .extracting(ModelVersion::status)
                .containsOnly(ModelVersion.Status.PROMOTED)
                .hasSize(GENERATIONS);
    }

    private static boolean isTraining(Job job) {
        return job.spec().type() == JobType.TRAINING;
    }
}
