package io.ringrift.p2p.agent.probe;

import org.jspecify.annotations.Nullable;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/** Processor, memory and the disk of the data folder. */
public final class MachineProbe {

    private final Path dataDir;
    private @Nullable CentralProcessor processor;
    private @Nullable GlobalMemory memory;
    private long[] ticks = new long[0];

    /**
     * What was found; percentages are 0 to 100.
     *
     * @param cpuPercent since the look before
     */
    record Sample(double cpuPercent, double memoryPercent, double diskPercent, long diskFree) {}

    public MachineProbe(Path dataDir) {
        this.dataDir = dataDir;
    }

    /** One look; the first one costs some hundred milliseconds and knows no processor load. */
    Sample look() throws IOException {
        FileStore store = Files.getFileStore(dataDir);
        long total = store.getTotalSpace();
        long free = store.getUsableSpace();
        return new Sample(cpu(), memory(), total <= 0 ? 0 : 100.0 * (total - free) / total, free);
    }

    private double cpu() {
        if (processor == null) {
            processor = new SystemInfo().getHardware().getProcessor();
        }
        long[] before = ticks;
        ticks = processor.getSystemCpuLoadTicks();
        return before.length == 0 ? 0 : 100 * processor.getSystemCpuLoadBetweenTicks(before, ticks);
    }

    private double memory() {
        if (memory == null) {
            memory = new SystemInfo().getHardware().getMemory();
        }
        long total = memory.getTotal();
        return total <= 0 ? 0 : 100.0 * (total - memory.getAvailable()) / total;
    }
}
