package io.ringrift.p2p.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.training.TrainingThresholds;
import io.ringrift.p2p.model.training.TrainingTrigger.Rule;
import io.ringrift.p2p.training.Backtest.History;
import io.ringrift.p2p.training.Backtest.Landing;
import io.ringrift.p2p.training.Backtest.Outcome;
import io.ringrift.p2p.training.Backtest.Run;
import io.ringrift.p2p.training.Backtest.Trigger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

class BacktestTest {

    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");

    private static TrainingPolicy policy(int minGames, Duration cooldown) {
        return TrainingPolicy.DEFAULT.with(
                new TrainingThresholds(minGames, Duration.ofHours(6), cooldown, 3, 2000, 1500));
    }

    /** A hundred games each ten minutes. */
    private static List<Landing> landings(int count) {
        List<Landing> landings = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            landings.add(new Landing(START.plus(Duration.ofMinutes(10L * i)), 100));
        }
        return landings;
    }

    private static History history(int landings) {
        return new History(landings(landings), List.of(), START.plus(Duration.ofDays(2)));
    }

    @Test
    void moreGamesPerTrainingMeanFewerTrainingsAndOlderData() {
        Outcome often = Backtest.of(history(60), policy(600, Duration.ZERO));
        Outcome seldom = Backtest.of(history(60), policy(2_000, Duration.ZERO));
        assertThat(often.triggers()).isEqualTo(10);
        assertThat(seldom.triggers()).isEqualTo(3);
        assertThat(seldom.meanDataAgeHours()).isGreaterThan(often.meanDataAgeHours());
        assertThat(often.first().getFirst())
                .isEqualTo(new Trigger(START.plus(Duration.ofHours(1)), Rule.ENOUGH_GAMES, 600));
        assertThat(often.trainingHours()).as("an hour each, as nobody knows better").isEqualTo(10);
    }

    @Test
    void timeAloneIsNoticedBetweenTwoGames() {
        Outcome outcome = Backtest.of(history(3), policy(2_000, Duration.ZERO));
        assertThat(outcome.first())
                .containsExactly(
                        new Trigger(
                                START.plus(Duration.ofMinutes(10)).plus(Duration.ofHours(6)),
                                Rule.STALE,
                                300));
    }

    @Test
    void aTrainingTakesAsLongAsItDid() {
        Instant first = START.plus(Duration.ofMinutes(60));
        Run run =
                new Run(
                        first,
                        Rule.ENOUGH_GAMES,
                        600,
                        first.plus(Duration.ofHours(2)),
                        first.plus(Duration.ofHours(3)),
                        true,
                        4);
        History history =
                new History(landings(12), List.of(run), START.plus(Duration.ofMinutes(130)));
        Outcome outcome = Backtest.of(history, policy(600, Duration.ZERO));
        assertThat(outcome.triggers()).isEqualTo(1);
        assertThat(outcome.trainingHours()).isEqualTo(3);
        assertThat(outcome.gpuHours()).isEqualTo(12);
        assertThat(outcome.gamesLeft()).isEqualTo(600);
    }

    /** The policy in force, replayed, does what the cluster did. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void thePolicyInForceReproducesWhatHappened(long seed) {
        TrainingRig school = new TrainingRig();
        TrainingLoop loop = school.loop(school.rig.gate);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 120; i++) {
            school.rig.clock.advance(Duration.ofSeconds(1 + random.nextInt(600)));
            school.rig.keep();
            school.plays(1 + random.nextInt(40));
            loop.round(school.rig.epoch());
            if (random.nextInt(3) == 0) {
                school.rig.clock.advance(Duration.ofSeconds(1 + random.nextInt(60)));
                school.rig.keep();
                school.agentsWork(20 + random.nextInt(16));
                loop.round(school.rig.epoch());
            }
        }
        ClusterState state = school.rig.log.picture().state();
        History history = Backtest.history(state, school.ledger(), school.rig.clock.instant());
        List<Trigger> recorded =
                history.runs().stream()
                        .map(run -> new Trigger(run.triggered(), run.rule(), run.games()))
                        .toList();
        assertThat(recorded).hasSizeGreaterThan(3);
        assertThat(Backtest.of(history, TrainingRig.POLICY).first()).isEqualTo(recorded);
    }
}
