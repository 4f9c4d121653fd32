package io.ringrift.p2p.peers;

import static io.ringrift.p2p.Nouns.A;
import static io.ringrift.p2p.Nouns.FOUR_CORES;
import static io.ringrift.p2p.Nouns.assign;
import static io.ringrift.p2p.Nouns.job;
import static io.ringrift.p2p.Nouns.register;
import static io.ringrift.p2p.Nouns.spec;
import static io.ringrift.p2p.Nouns.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ringrift.p2p.TestClock;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.leadership.LeadershipRig;
import io.ringrift.p2p.model.GpuInfo;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.Progress;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class HealthRulesTest {

    private final TestClock clock = new TestClock();
    private final PeerRegistry registry = PeersRig.registry(clock);

    private PeerHealth health(@Nullable ClusterNode node) {
        return registry.health(registry.find(A).orElseThrow(), node);
    }

    private static ResourceMetrics metrics(double cpu, double memory, double disk) {
        return new ResourceMetrics(cpu, memory, disk, 1 << 30, List.of());
    }

    @ParameterizedTest
    @CsvSource({
        "0,      HEALTHY",
        "10000,  HEALTHY",
        "10001,  UNHEALTHY",
        "15000,  UNHEALTHY",
        "15001,  OFFLINE",
    })
    void silenceMakesANodeSuspectAndThenDead(long millis, NodeHealth expected) {
        PeersRig.heard(registry, A);
        clock.advance(Duration.ofMillis(millis));
        PeerHealth health = health(null);
        assertThat(health.health()).isEqualTo(expected);
        assertThat(health.silentFor()).isEqualTo(Duration.ofMillis(millis));
        assertThat(health.reason().isEmpty()).isEqualTo(expected == NodeHealth.HEALTHY);
    }

    @Test
    void aBeatHealsAtOnce() {
        PeersRig.heard(registry, A);
        clock.advance(Duration.ofMinutes(1));
        PeersRig.heard(registry, A);
        assertThat(health(null).health()).isEqualTo(NodeHealth.HEALTHY);
    }

    @ParameterizedTest
    @CsvSource({
        "95,   50, 50, HEALTHY,  '',     true",
        "95.1, 50, 50, DEGRADED, cpu,    true",
        "50, 90.1, 50, DEGRADED, memory, false",
        "50, 50, 90,   HEALTHY,  '',     true",
        "50, 50, 90.1, DEGRADED, disk,   false",
        "95.1, 50, 90.1, DEGRADED, disk, false",
    })
    void aNodeOverAThresholdIsDegradedAndGetsWorkOnlyIfItIsMerelyBusy(
            double cpu,
            double memory,
            double disk,
            NodeHealth expected,
            String reason,
            boolean takesWork) {
        PeersRig.heard(registry, A, metrics(cpu, memory, disk));
        assertThat(health(null).health()).isEqualTo(expected);
        assertThat(health(null).reason()).contains(reason);
        assertThat(health(null).takesWork()).isEqualTo(takesWork);
    }

    @Test
    void whatItsOwnJobsReserveDoesNotDegradeANode() {
        LeadershipRig rig = LeadershipRig.leading();
        rig.apply(register(A, FOUR_CORES), submit(1, spec(50, FOUR_CORES, null)), assign(1, A));
        ClusterNode node = rig.log.picture().state().nodes().get(A);
        PeersRig.heard(registry, A, metrics(100, 95, 30));
        assertThat(health(null).health()).isEqualTo(NodeHealth.DEGRADED);
        assertThat(health(node).health()).isEqualTo(NodeHealth.HEALTHY);
        assertThat(health(node).outsideLoad()).isCloseTo(30.0 / 800, within(1e-9));
        PeersRig.heard(registry, A, metrics(100, 95, 95));
        assertThat(health(node).reason()).contains("disk");
    }

    @Test
    void aRegistryKnowsHowFarAnAttemptIs() {
        PeersRig.progress(registry, A, 1, new Progress(3, 10, "games"));
        assertThat(registry.progress(A, job(1), 1)).contains(new Progress(3, 10, "games"));
        assertThat(registry.progress(A, job(1), 2)).isEmpty();
        assertThat(registry.progress(A, job(2), 1)).isEmpty();
        assertThat(registry.all()).hasSize(1);
    }

    private PeerHealth beating(@Nullable Integer expected, @Nullable Instant at, GpuInfo... gpus) {
        Beat plain =
                PeersRig.beat(
                        1,
                        1,
                        FOUR_CORES,
                        new ResourceMetrics(10, 20, 30, 1L << 30, List.of(gpus)),
                        0,
                        List.of());
        registry.heard(
                A,
                new Beat(
                        plain.incarnation(),
                        1,
                        "1",
                        "host",
                        FOUR_CORES,
                        plain.metrics(),
                        List.of(),
                        Map.of(),
                        expected,
                        4,
                        at,
                        0,
                        null));
        return health(null);
    }

    private static GpuInfo gpu(int index, @Nullable Long eccErrors) {
        return new GpuInfo(index, "NVIDIA A10", 1 << 30, 0, 0, 40, eccErrors, 0);
    }

    @Test
    void aMissingOrBrokenGpuBarsNewWorkAndNamesTheFix() {
        assertThat(beating(1, null, gpu(0, 0L)).health()).isEqualTo(NodeHealth.HEALTHY);
        PeerHealth missing = beating(2, null, gpu(0, null));
        assertThat(missing.health()).isEqualTo(NodeHealth.DEGRADED);
        assertThat(missing.takesWork()).isFalse();
        assertThat(missing.reason())
                .startsWith("1 of 2 GPUs found")
                .contains("nvidia-smi", "RINGRIFT_P2P_AGENT_EXPECTED_GPUS");
        PeerHealth broken = beating(null, null, gpu(0, 0L), gpu(1, 2L));
        assertThat(broken.reason()).startsWith("GPU 1 has 2 uncorrected memory errors: drain");
        assertThat(broken.takesWork()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"5, ''", "-5, ''", "6, 6 s ahead of", "-7, 7 s behind"})
    void aClockThatIsApartIsNamedAndHarmsNoJob(long seconds, String reason) {
        PeerHealth health = beating(null, clock.instant().plusSeconds(seconds));
        assertThat(health.takesWork()).isTrue();
        assertThat(health.health())
                .isEqualTo(reason.isEmpty() ? NodeHealth.HEALTHY : NodeHealth.DEGRADED);
        assertThat(health.reason()).contains(reason);
    }
}
