package io.ringrift.p2p.jobs;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.B;
import static io.ringrift.p2p.Nouns.CORE;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.cancel;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.submit;
import static io.ringrift.p2p.Nouns.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.jobs.placement.PlacementPolicy;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Batch;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.LoadLimit;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.peers.PeersRig;
import io.ringrift.p2p.replication.NotAcceptedException;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

class DispatcherTest {

    private static final JobSpec LARGE =
            new JobSpec(JobType.SELFPLAY, "hex5_2p", 100_000, 50, JsonText.EMPTY, null, CORE)
                    .inPartsOf(60);

    private final LeadershipRig rig = LeadershipRig.leading();
    private final PeerRegistry peers = PeersRig.registry(rig.clock);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger tokens = new AtomicInteger();
    private final Dispatcher dispatcher =
            new Dispatcher(
                    rig.log,
                    rig.gate,
                    new NodeConditions(peers, GpuTable.DEFAULT, LoadLimit.DEFAULT),
                    PlacementPolicy.DEFAULT,
                    () -> job(1_000 + tokens.incrementAndGet()),
                    () -> token(tokens.incrementAndGet()),
                    rig.clock,
                    new DispatchWatch(rig.clock, meters),
                    meters);

    private long assigned() {
        return rig.log.picture().state().open().values().stream()
                .filter(job -> job.liveAttempt() != null)
                .count();
    }

    private double count(String meter) {
        return meters.counter("ringrift.p2p.jobs." + meter).count();
    }

    @Test
    void assignsUnderItsEpochWithAFreshToken() {
        rig.apply(register(A, FOUR_CORES), submit(1), submit(2));
        PeersRig.heard(peers, A);
        dispatcher.round(rig.epoch());
        assertThat(assigned()).isEqualTo(2);
        assertThat(rig.log.picture().state().open().values())
                .extracting(job -> job.liveAttempt())
                .extracting(Attempt::epoch)
                .containsOnly(new Epoch(1));
        assertThat(tokens.get()).isEqualTo(2);
        assertThat(count("dispatched")).isEqualTo(2);
    }

    @Test
    void aLargeJobIsOneJobAndRunsInPartsWhereThereIsRoom() {
        rig.apply(register(A, FOUR_CORES), submit(1, LARGE));
        PeersRig.heard(peers, A);
        dispatcher.round(rig.epoch());
        assertThat(assigned()).isEqualTo(4);
        Job whole = Objects.requireNonNull(rig.log.picture().state().job(job(1)));
        assertThat(whole.batch())
                .isEqualTo(new Batch(4, 4, 4 * JobSpec.DEFAULT_GAMES, 0, rig.clock.instant()));
        dispatcher.round(rig.epoch());
        assertThat(assigned()).as("no room is left").isEqualTo(4);
    }

    @Test
    void aCalmRoundWritesNothing() {
        rig.apply(register(A, FOUR_CORES));
        PeersRig.heard(peers, A);
        long index = rig.log.picture().index();
        dispatcher.round(rig.epoch());
        rig.apply(submit(1, spec(50, FOUR_CORES.plus(CORE), null)));
        dispatcher.round(rig.epoch());
        assertThat(rig.log.picture().index()).isEqualTo(index + 1);
    }

    @Test
    void givesNothingToWhoIsSilentBusyOrUnknown() {
        rig.apply(submit(1));
        PeersRig.heard(peers, B);
        dispatcher.round(rig.epoch());
        assertThat(assigned()).isZero();
        rig.apply(register(A, FOUR_CORES));
        dispatcher.round(rig.epoch());
        assertThat(assigned()).isZero();
        PeersRig.heard(peers, A, new ResourceMetrics(94, 89, 89, 0, List.of()));
        dispatcher.round(rig.epoch());
        assertThat(assigned()).as("a load score over 0.8").isZero();
        PeersRig.heard(peers, A, new ResourceMetrics(10, 10, 91, 0, List.of()));
        dispatcher.round(rig.epoch());
        assertThat(assigned()).as("a full disk").isZero();
        PeersRig.heard(peers, A);
        rig.clock.advance(Duration.ofSeconds(11));
        rig.keep();
        dispatcher.round(rig.epoch());
        assertThat(assigned()).as("a suspect node").isZero();
        PeersRig.heard(peers, A);
        dispatcher.round(rig.epoch());
        assertThat(assigned()).isEqualTo(1);
    }

    @Test
    void aPlanThatTheLogRefusesIsCountedAndMadeAnew() {
        rig.apply(register(A, FOUR_CORES), submit(1));
        PeersRig.heard(peers, A);
        dispatcher.round(new Epoch(77));
        assertThat(count("dispatch.refused")).isEqualTo(1);
        assertThat(assigned()).isZero();
        dispatcher.round(rig.epoch());
        assertThat(assigned()).isEqualTo(1);
    }

    @Test
    void aLogThatFailsEndsTheRoundOnly() {
        rig.apply(register(A, FOUR_CORES), submit(1));
        PeersRig.heard(peers, A);
        rig.log.refuse(_ -> true, new NotAcceptedException("busy"));
        assertThatThrownBy(() -> dispatcher.round(rig.epoch())).hasMessageContaining("503");
        rig.log.heal();
        dispatcher.round(rig.epoch());
        assertThat(assigned()).isEqualTo(1);
    }

    @Test
    void sweepsOnlyWhatThePolicyDoesNotKeep() {
        Policy small =
                new Policy(
                        100,
                        3,
                        5,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofHours(24),
                        Duration.ofDays(30),
                        2,
                        null);
        rig.apply(new Command.SetPolicy(rig.clock.instant(), rig.epoch(), small));
        Sweeper sweeper = new Sweeper(rig.log, rig.gate, rig.clock);
        rig.apply(submit(1), cancel(1), submit(2), cancel(2));
        long index = rig.log.picture().index();
        sweeper.round(rig.epoch());
        assertThat(rig.log.picture().index()).as("calm costs nothing").isEqualTo(index);
        rig.apply(submit(3), cancel(3));
        sweeper.round(rig.epoch());
        assertThat(rig.log.picture().state().finished().keySet()).containsExactly(job(2), job(3));
        assertThat(rig.log.picture().index()).isEqualTo(index + 3);
    }
}
