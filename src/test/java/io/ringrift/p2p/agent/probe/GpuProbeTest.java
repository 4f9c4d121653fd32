package io.ringrift.p2p.agent.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ringrift.p2p.agent.attempt.RunnerRig;
import io.ringrift.p2p.model.GpuInfo;
import io.ringrift.p2p.model.ResourceMetrics;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** The driver's tool may be absent, odd, broken or hanging. */
class GpuProbeTest {

    @TempDir Path dir;

    private GpuProbe probe(String... lines) throws IOException {
        String tool = RunnerRig.script(dir, lines).command().getFirst();
        return new GpuProbe(tool, "/usr/bin:/bin", Duration.ofMillis(500));
    }

    @Test
    void gpusAreRead() throws Exception {
        GpuProbe probe =
                probe(
                        "case $1 in *compute-apps*) echo GPU-1; echo GPU-0; echo GPU-1; exit;;"
                                + " esac",
                        "echo '0, NVIDIA GH200 480GB, 97871, 1024, 37, 45, 3, GPU-0'",
                        "echo '1, Odd, Name, [N/A], [N/A], [N/A], [Unknown Error], [N/A], GPU-1'",
                        "echo 'No devices were found'");
        assertThat(probe.look().orElseThrow())
                .containsExactly(
                        new GpuInfo(
                                0, "NVIDIA GH200 480GB", 97871L << 20, 1024L << 20, 37, 45, 3L, 1),
                        new GpuInfo(1, "Odd, Name", 0, 0, 0, 0, null, 2));
    }

    @Test
    void aToolThatCannotListProgramsStillShowsTheGpus() throws Exception {
        GpuProbe probe =
                probe(
                        "case $1 in *compute-apps*) exit 6;; esac",
                        "echo '0, NVIDIA A10, 1, 1, 1, 1, [N/A], GPU-0'");
        assertThat(probe.look().orElseThrow())
                .containsExactly(new GpuInfo(0, "NVIDIA A10", 1L << 20, 1L << 20, 1, 1));
    }

    @Test
    void withoutTheToolThereIsNoGpu() throws Exception {
        GpuProbe probe = new GpuProbe("no-such-tool", "/usr/bin", Duration.ofSeconds(1));
        assertThat(probe.look().orElseThrow()).isEmpty();
    }

    @Test
    void aBrokenOrHangingToolGivesNoAnswer() throws Exception {
        assertThat(probe("exit 9").look()).isEmpty();
        assertThat(probe("exec sleep 73").look()).isEmpty();
    }

    @Test
    void theMachineIsMeasuredWhileTheToolHangs() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Probes probes = new Probes(new MachineProbe(dir), probe("exec sleep 74"), meters)) {
            assertThat(probes.latest()).isEqualTo(ResourceMetrics.UNKNOWN);
            probes.open(Duration.ofMillis(50));
            await().until(() -> probes.latest().diskFreeBytes() > 0);
            assertThat(probes.latest().memoryPercent()).isBetween(0.1, 100.0);
            await().until(() -> probes.latest().cpuPercent() > 0);
            assertThat(probes.latest().hasGpu()).isFalse();
        }
    }
}
