package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class OverloadTest {

    @Test
    void equalIsNotOver() {
        assertThat(overload(95, 90, 95, 90).isOverloaded()).isFalse();
        assertThat(overload(95, 90, 95, 90).reason()).isEmpty();
    }

    @Test
    void namesTheMetricThatTripped() {
        assertThat(overload(95.5, 0, 0, 0).reason()).isEqualTo("cpu 95.5 % > 95.0 %");
        assertThat(overload(0, 90.5, 0, 0).reason()).isEqualTo("memory 90.5 % > 90.0 %");
        assertThat(overload(0, 0, 96, 0).reason()).isEqualTo("gpu_memory 96.0 % > 95.0 %");
        assertThat(overload(0, 0, 0, 91).reason()).isEqualTo("disk 91.0 % > 90.0 %");
    }

    @Test
    void namesAllThatTripped() {
        assertThat(overload(100, 100, 100, 100).excesses())
                .extracting(Overload.Excess::metric)
                .containsExactly("cpu", "memory", "gpu_memory", "disk");
    }

    @Test
    void refusesThresholdsOutOfRangeByName() {
        assertThatThrownBy(() -> new OverloadThresholds(-1, 0, 0, 0))
                .hasMessageContaining("cpu_percent");
        assertThatThrownBy(() -> new OverloadThresholds(0, 101, 0, 0))
                .hasMessageContaining("memory_percent");
        assertThatThrownBy(() -> new OverloadThresholds(0, 0, Double.NaN, 0))
                .hasMessageContaining("gpu_memory_percent");
        assertThatThrownBy(() -> new OverloadThresholds(0, 0, 0, Double.POSITIVE_INFINITY))
                .hasMessageContaining("disk_percent");
    }

    private static Overload overload(double cpu, double memory, double gpuMemory, double disk) {
        GpuInfo card = new GpuInfo(0, "NVIDIA A10", 1000, (long) (gpuMemory * 10), 0, 0);
        return Overload.of(
                new ResourceMetrics(cpu, memory, disk, 0, List.of(card)),
                OverloadThresholds.DEFAULT);
    }
}
