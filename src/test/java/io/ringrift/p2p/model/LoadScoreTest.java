package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

class LoadScoreTest {

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @Test
    void weighsTheFourMetrics() {
        assertThat(LoadScore.of(metrics(100, 0, 0, 0))).isEqualTo(0.4);
        assertThat(LoadScore.of(metrics(0, 100, 0, 0))).isEqualTo(0.3);
        assertThat(LoadScore.of(metrics(0, 0, 100, 0))).isEqualTo(0.2);
        assertThat(LoadScore.of(metrics(0, 0, 0, 100))).isEqualTo(0.1);
        assertThat(LoadScore.of(metrics(80, 80, 80, 80))).isEqualTo(0.8);
    }

    @Test
    void sharesTheGpuWeightOutWithoutAGpu() {
        assertThat(LoadScore.of(cpuOnly(100, 0, 0))).isEqualTo(0.5);
        assertThat(LoadScore.of(cpuOnly(0, 100, 0))).isEqualTo(0.375);
        assertThat(LoadScore.of(cpuOnly(0, 0, 100))).isEqualTo(0.125);
        assertThat(LoadScore.of(cpuOnly(80, 80, 80))).isEqualTo(0.8);
        assertThat(LoadScore.of(ResourceMetrics.UNKNOWN)).isZero();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void isBoundedAndNeverFallsWhenAMetricRises(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] now = random.doubles(4, 0, 100).toArray();
        double score = LoadScore.of(metrics(now[0], now[1], now[2], now[3]));
        assertThat(score).isBetween(0.0, 1.0);
        assertThat(score)
                .isEqualTo(
                        (0.4 * now[0] + 0.3 * now[1] + 0.2 * now[2] + 0.1 * now[3]) / 100,
                        within(1e-9));
        int risen = random.nextInt(4);
        now[risen] = random.nextDouble(now[risen], 100.1);
        assertThat(LoadScore.of(metrics(now[0], now[1], now[2], now[3])))
                .isGreaterThanOrEqualTo(score - 1e-9);
    }

    private static ResourceMetrics cpuOnly(double cpu, double memory, double disk) {
        return new ResourceMetrics(cpu, memory, disk, 0, List.of());
    }

    private static ResourceMetrics metrics(double cpu, double memory, double gpu, double disk) {
        GpuInfo card = new GpuInfo(0, "NVIDIA A10", 1_000_000_000, (long) (gpu * 10_000_000), 0, 0);
        return new ResourceMetrics(cpu, memory, disk, 0, List.of(card));
    }
}
