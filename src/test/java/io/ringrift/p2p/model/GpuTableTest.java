package io.ringrift.p2p.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;

class GpuTableTest {

    @ParameterizedTest
    @CsvSource({
        "NVIDIA GH200 480GB,            GH200,    1.2",
        "NVIDIA GH200 144G HBM3e,       GH200,    1.2",
        "NVIDIA H100 80GB HBM3,         H100,     1.0",
        "NVIDIA H100 NVL,               H100,     1.0",
        "NVIDIA A100-SXM4-80GB,         A100,     0.8",
        "NVIDIA A100 80GB PCIe,         A100,     0.8",
        "GRID A100-10C,                 A100,     0.8",
        "NVIDIA GeForce RTX 5090,       RTX_5090, 0.7",
        "NVIDIA GeForce RTX 4090,       RTX_4090, 0.5",
        "nvidia geforce rtx4090 laptop, RTX_4090, 0.5",
        "RTX_4090,                      RTX_4090, 0.5",
        "NVIDIA A10,                    A10,      0.4",
        "NVIDIA A10G,                   A10,      0.4",
        "NVIDIA A10-24Q,                A10,      0.4",
    })
    void findsTheRowOfADriverName(String driverName, String row, double power) {
        GpuModel model = GpuTable.DEFAULT.match(driverName);
        assertThat(model.name()).isEqualTo(row);
        assertThat(model.power()).isEqualTo(power);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NVIDIA H200",
                "NVIDIA RTX A1000",
                "NVIDIA A1000 Laptop GPU",
                "NVIDIA A16",
                "NVIDIA GeForce GTX 1080 Ti",
                "NVIDIA GeForce RTX 40900",
                "AMD Instinct MI300X",
                "GA100",
                "",
            })
    void anUnknownGpuCountsAsTheWeakestKnownOne(String driverName) {
        assertThat(GpuTable.DEFAULT.match(driverName)).isEqualTo(GpuTable.UNKNOWN_GPU);
    }

    @Test
    void gh200IsNeverH200AndTheReverse() {
        GpuTable table = GpuTable.DEFAULT.with(List.of(new GpuModel("H200", 1.1, 0)));
        assertThat(table.match("NVIDIA H200").name()).isEqualTo("H200");
        assertThat(table.match("NVIDIA GH200 480GB").name()).isEqualTo("GH200");
    }

    @Test
    void theLongestNameWins() {
        GpuTable table = GpuTable.DEFAULT.with(List.of(new GpuModel("rtx 4090 laptop", 0.3, 0)));
        assertThat(table.match("NVIDIA GeForce RTX 4090 Laptop GPU").power()).isEqualTo(0.3);
        assertThat(table.match("NVIDIA GeForce RTX 4090").power()).isEqualTo(0.5);
    }

    @Test
    void aRowOfTheSameNameReplaces() {
        GpuTable table = GpuTable.DEFAULT.with(List.of(new GpuModel("a10", 0.45, 1)));
        assertThat(table.match("NVIDIA A10G")).isEqualTo(new GpuModel("A10", 0.45, 1));
    }

    @Test
    void thePowerOfAMachineIsThatOfAllItsGpus() {
        assertThat(GpuTable.DEFAULT.power(List.of())).isEqualTo(0.1);
        assertThat(GpuTable.DEFAULT.power(List.of(gpu("NVIDIA H100 80GB HBM3"), gpu("NVIDIA A10"))))
                .isEqualTo(1.4);
    }

    @Test
    void refusesBrokenRowsByName() {
        assertThatThrownBy(() -> new GpuModel(" -_ ", 1, 1)).hasMessageContaining("name");
        assertThatThrownBy(() -> new GpuModel("X", 0, 1)).hasMessageContaining("power");
        assertThatThrownBy(() -> new GpuModel("X", Double.NaN, 1)).hasMessageContaining("power");
        assertThatThrownBy(() -> new GpuModel("X", 1001, 1)).hasMessageContaining("power");
        assertThatThrownBy(() -> new GpuModel("X", 1, -1)).hasMessageContaining("memory");
    }

    private static GpuInfo gpu(String name) {
        return new GpuInfo(0, name, 0, 0, 0, 0);
    }
}
