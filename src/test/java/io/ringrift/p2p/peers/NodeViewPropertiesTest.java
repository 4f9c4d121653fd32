package io.ringrift.p2p.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.p2p.Settings;
import io.ringrift.p2p.model.GpuModel;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.OverloadThresholds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Map;

class NodeViewPropertiesTest {

    private final NodeViewConfiguration configuration = new NodeViewConfiguration();

    @Test
    void hasTheDefaultsOfTheContract() {
        NodeViewProperties settings = bind(Map.of());
        assertThat(configuration.overloadThresholds(settings))
                .isEqualTo(OverloadThresholds.DEFAULT);
        assertThat(configuration.gpuTable(settings).match("NVIDIA H200"))
                .isEqualTo(GpuTable.UNKNOWN_GPU);
    }

    @Test
    void readsEveryEnvironmentName() {
        NodeViewProperties settings =
                bind(
                        Map.of(
                                "RINGRIFT_P2P_PEERS_OVERLOAD_CPU_PERCENT", "1",
                                "RINGRIFT_P2P_PEERS_OVERLOAD_MEMORY_PERCENT", "2",
                                "RINGRIFT_P2P_PEERS_OVERLOAD_GPU_MEMORY_PERCENT", "3",
                                "RINGRIFT_P2P_PEERS_OVERLOAD_DISK_PERCENT", "4",
                                "RINGRIFT_P2P_PEERS_GPUS", "H200=1.1:141, RTX_6000=0.6"));
        assertThat(settings.thresholds()).isEqualTo(new OverloadThresholds(1, 2, 3, 4));
        GpuTable table = settings.gpuTable();
        assertThat(table.match("NVIDIA H200")).isEqualTo(new GpuModel("H200", 1.1, 141L << 30));
        assertThat(table.match("NVIDIA RTX 6000 Ada").power()).isEqualTo(0.6);
        assertThat(table.match("NVIDIA GH200 480GB").power()).isEqualTo(1.2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "OVERLOAD_CPU_PERCENT | 101",
                "OVERLOAD_DISK_PERCENT | -1",
                "GPUS | H200",
                "GPUS | H200=0",
                "GPUS | H200=1.1:x",
                "GPUS | H200=1.1,",
                "GPUS | =1",
            })
    void namesWhatItRefuses(String name, String value) {
        String variable = "RINGRIFT_P2P_PEERS_" + name;
        assertThatThrownBy(() -> bind(Map.of(variable, value)))
                .rootCause()
                .hasMessageStartingWith(variable + "=");
    }

    private static NodeViewProperties bind(Map<String, String> variables) {
        return Settings.bind("ringrift.p2p.peers", NodeViewProperties.class, variables);
    }
}
