package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Invariants;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.training.ModelVersion;
import io.ringrift.p2p.model.training.TrainingTrigger.Rule;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

class TrainingLoopTest {

    private final TrainingRig school = new TrainingRig();
    private final TrainingLoop loop = school.loop(school.rig.gate);

    private void round() {
        loop.round(school.rig.epoch());
    }

    private ModelVersion version() {
        return school.ledger().lineage().versions().getLast();
    }

    @Test
    void fromGamesToAChampion() {
        school.plays(100);
        round();
        Job training = school.open(JobType.TRAINING).getFirst();
        assertThat(training.spec().metadata().value()).isEqualTo("{\"generation\":1}");
        school.agentsWork(0);
        round();
        assertThat(school.open(JobType.EVALUATION)).hasSize(2);
        Job match = school.open(JobType.EVALUATION).getFirst();
        assertThat(match.spec().metadata().value())
                .isEqualTo("{\"batch\":1,\"candidate\":\"sha256:" + version().sha256() + "\"}");
        assertThat(match.spec().needs()).isEqualTo(Needs.of(List.of(version().sha256())));
        school.agentsWork(36);
        round();
        assertThat(version().status()).isEqualTo(ModelVersion.Status.PROMOTED);
        assertThat(school.ledger().lineage().champion()).isEqualTo(version().sha256());
    }

    @Test
    void theNextTrainingStartsFromTheChampionAndItsMatchesAreAgainstIt() {
        school.plays(100);
        round();
        school.agentsWork(0);
        round();
        school.agentsWork(36);
        round();
        String champion = "sha256:" + version().sha256();
        school.plays(100);
        round();
        Job training = school.open(JobType.TRAINING).getFirst();
        assertThat(training.spec().metadata().value()).contains("\"model\":\"" + champion + "\"");
        assertThat(Objects.requireNonNull(training.spec().needs()).digests())
                .containsExactly(version().sha256());
        school.agentsWork(0);
        round();
        assertThat(school.open(JobType.EVALUATION).getFirst().spec().metadata().value())
                .contains("\"baseline\":\"" + champion + "\"");
    }

    @Test
    void aCalmRoundWritesNothing() {
        school.plays(50);
        round();
        long index = school.rig.log.picture().index();
        round();
        assertThat(school.rig.log.picture().index()).isEqualTo(index);
    }

    @Test
    void aTrainingThatPublishesNoModelEndsAfterAWhile() {
        school.plays(100);
        round();
        school.completes(school.open(JobType.TRAINING).getFirst().id(), 0, "{}");
        round();
        assertThat(school.ledger().run()).as("it may still come").isNotNull();
        school.rig.clock.advance(TrainingLoop.MODEL_GRACE.plusSeconds(1));
        school.rig.keep();
        round();
        assertThat(school.ledger().games().runsWithoutGain()).isOne();
        assertThat(school.ledger().lineage().versions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"wins\":36",
                "\"wins\":0,\"draws\":0,\"losses\":0",
                "\"wins\":41,\"draws\":0,\"losses\":0",
                "\"wins\":-1,\"draws\":0,\"losses\":2",
                "\"wins\":36.5,\"draws\":0,\"losses\":3",
                "\"wins\":\"many\",\"draws\":0,\"losses\":3",
                "\"wins\":NaN,\"draws\":0,\"losses\":3",
                "\"wins\":\"NaN\",\"draws\":0,\"losses\":3",
                "\"wins\":1e999,\"draws\":0,\"losses\":3",
                "\"wins\":9223372036854775807,\"draws\":1,\"losses\":0",
                "\"wins\":36,\"draws\":0,\"losses\":4,\"pairs\":[0,0,0,0,1]",
                "\"wins\":36,\"draws\":0,\"losses\":4,\"pairs\":[1,2]",
            })
    void resultsThatMakeNoSensePromoteNothing(String metrics) {
        school.plays(100);
        round();
        school.agentsWork(0);
        for (int i = 0; i < 4; i++) {
            round();
            school.open(JobType.EVALUATION)
                    .forEach(job -> school.completes(job.id(), 0, school.result(metrics)));
        }
        round();
        assertThat(version().status()).isEqualTo(ModelVersion.Status.REJECTED);
        assertThat(version().reason()).contains("brought no result, the last because it");
        assertThat(school.ledger().lineage().champion()).isNull();
    }

    @Test
    void gamesOfOtherModelsPromoteNothing() {
        school.plays(100);
        round();
        school.agentsWork(0);
        for (int i = 0; i < 4; i++) {
            round();
            school.open(JobType.EVALUATION)
                    .forEach(
                            job ->
                                    school.completes(
                                            job.id(),
                                            40,
                                            "{\"wins\":36,\"draws\":0,\"losses\":4}"));
        }
        round();
        assertThat(version().reason()).contains("its candidate_sha256 is missing");
        assertThat(school.ledger().lineage().champion()).isNull();
    }

    @Test
    void aModelThatIsAsGoodAsTheChampionIsRejected() {
        school.plays(100);
        round();
        school.agentsWork(0);
        for (int i = 0; i < 8; i++) {
            round();
            school.agentsWork(20);
        }
        round();
        assertThat(version().status()).isEqualTo(ModelVersion.Status.REJECTED);
    }

    @Test
    void timeAloneMakesATrainingDue() {
        school.plays(10);
        round();
        assertThat(school.open(JobType.TRAINING)).isEmpty();
        school.rig.clock.advance(Duration.ofHours(6));
        school.rig.keep();
        round();
        assertThat(school.open(JobType.TRAINING)).hasSize(1);
        assertThat(school.ledger().decisions())
                .extracting(decision -> decision.rule())
                .containsSubsequence(Rule.NOT_YET, Rule.STALE);
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    /**
     * Leaders die before, between and after any two of their steps, two of them even work at the
     * same time; each trigger, match and promotion happens once.
     */
    @ParameterizedTest
    @MethodSource("seeds")
    void leadersThatDieAnywhereNeitherLoseNorRepeatAnything(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int kills = 0;
        for (int i = 0; i < 600 && school.promotions() < 4; i++) {
            if (random.nextInt(4) == 0) {
                school.plays(30);
            }
            try {
                school.loop(dying(random)).round(school.rig.epoch());
            } catch (DeadLeaderException _) {
                kills++;
            }
            if (random.nextBoolean()) {
                school.agentsWork(26 + random.nextInt(10));
            }
        }
        ClusterState state = school.rig.log.picture().state();
        assertThat(school.ledger().lineage().promotions()).isGreaterThanOrEqualTo(4);
        assertThat(kills).isGreaterThan(5);
        assertThat(Invariants.check(state)).isEmpty();
        Set<String> generations = new HashSet<>();
        state.finished().values().stream()
                .filter(job -> job.spec().type() == JobType.TRAINING)
                .forEach(
                        job ->
                                assertThat(generations.add(job.spec().metadata().value()))
                                        .as("one training per generation")
                                        .isTrue());
        assertThat(generations.size() + school.open(JobType.TRAINING).size())
                .isEqualTo(school.ledger().games().generation());
        long promoted =
                school.ledger().lineage().versions().stream()
                        .filter(version -> version.status() == ModelVersion.Status.PROMOTED)
                        .count();
        assertThat(promoted).isEqualTo(school.ledger().lineage().promotions());
    }

    private static final class DeadLeaderException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The gate of a leader that dies before or after one of its commands reaches the log. */
    private CommandGate dying(SplittableRandom random) {
        int last = random.nextInt(4);
        boolean reaches = random.nextBoolean();
        int[] sent = {0};
        CommandLog log =
                (CommandLog)
                        Proxy.newProxyInstance(
                                CommandLog.class.getClassLoader(),
                                new Class<?>[] {CommandLog.class},
                                (_, method, arguments) -> {
                                    boolean dies =
                                            method.getName().equals("submit") && sent[0]++ == last;
                                    if (dies && reaches) {
                                        method.invoke(school.rig.log, arguments);
                                    }
                                    if (dies) {
                                        throw new DeadLeaderException();
                                    }
                                    return method.invoke(school.rig.log, arguments);
                                });
        return new CommandGate(log, Duration.ofSeconds(5));
    }
}
