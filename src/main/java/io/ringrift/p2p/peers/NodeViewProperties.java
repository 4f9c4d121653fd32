package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.BadSettingException;
import io.ringrift.p2p.model.GpuModel;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.OverloadThresholds;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.util.ArrayList;
import java.util.List;

/**
 * How a node looks from outside: when it counts as overloaded, and how fast its GPUs are.
 *
 * @param overload percentages above which a node counts as overloaded; 100 switches one off
 * @param gpus more rows for the GPU table, {@code name=power} or {@code name=power:memoryGiB},
 *     joined by commas: {@code H200=1.1:141,RTX_6000=0.6}; a known name replaces its row
 */
@ConfigurationProperties("ringrift.p2p.peers")
record NodeViewProperties(@DefaultValue Overload overload, @DefaultValue("") String gpus) {

    private static final String GPUS = "ringrift.p2p.peers.gpus";

    /**
     * Thresholds in percent.
     *
     * @param cpuPercent of the processors
     * @param memoryPercent of main memory
     * @param gpuMemoryPercent of the memory of all GPUs
     * @param diskPercent of the disk of the data folder
     */
    record Overload(
            @DefaultValue("95") double cpuPercent,
            @DefaultValue("90") double memoryPercent,
            @DefaultValue("95") double gpuMemoryPercent,
            @DefaultValue("90") double diskPercent) {

        Overload {
            check("cpu-percent", cpuPercent);
            check("memory-percent", memoryPercent);
            check("gpu-memory-percent", gpuMemoryPercent);
            check("disk-percent", diskPercent);
        }

        private static void check(String name, double value) {
            if (!(value >= 0 && value <= 100)) {
                throw new BadSettingException(
                        "ringrift.p2p.peers.overload." + name, value, "must be from 0 to 100");
            }
        }
    }

    NodeViewProperties {
        rows(gpus);
    }

    OverloadThresholds thresholds() {
        return new OverloadThresholds(
                overload.cpuPercent,
                overload.memoryPercent,
                overload.gpuMemoryPercent,
                overload.diskPercent);
    }

    GpuTable gpuTable() {
        return GpuTable.DEFAULT.with(rows(gpus));
    }

    private static List<GpuModel> rows(String text) {
        List<GpuModel> rows = new ArrayList<>();
        if (!text.isBlank()) {
            for (String row : text.split(",", -1)) {
                rows.add(row(row.strip()));
            }
        }
        return rows;
    }

    private static GpuModel row(String row) {
        try {
            return GpuModel.parse(row);
        } catch (IllegalArgumentException malformed) {
            throw new BadSettingException(
                    GPUS, row, "is not a row for the GPU table: " + malformed.getMessage());
        }
    }
}
