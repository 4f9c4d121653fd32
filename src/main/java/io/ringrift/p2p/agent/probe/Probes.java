package io.ringrift.p2p.agent.probe;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.agent.probe.MachineProbe.Sample;
import io.ringrift.p2p.model.GpuInfo;
import io.ringrift.p2p.model.ResourceMetrics;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Keeps the latest sample: machine and GPUs each on a thread of their own. */
public final class Probes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);

    private final MachineProbe machine;
    private final GpuProbe gpu;
    private final Counter failures;
    private final ScheduledExecutorService machineThread = thread("agent-probe");
    private final ScheduledExecutorService gpuThread = thread("agent-probe-gpu");
    private volatile ResourceMetrics latest = ResourceMetrics.UNKNOWN;
    private volatile List<GpuInfo> gpus = List.of();

    public Probes(MachineProbe machine, GpuProbe gpu, MeterRegistry registry) {
        this.machine = machine;
        this.gpu = gpu;
        this.failures = registry.counter("ringrift.p2p.agent.probes.failed");
    }

    /** Begins to look. */
    public void open(Duration interval) {
        long millis = interval.toMillis();
        Future<?> _ =
                machineThread.scheduleWithFixedDelay(
                        this::lookAtMachine, 0, millis, TimeUnit.MILLISECONDS);
        Future<?> _ =
                gpuThread.scheduleWithFixedDelay(
                        this::lookAtGpus, 0, millis, TimeUnit.MILLISECONDS);
    }

    /** The last sample, {@link ResourceMetrics#UNKNOWN} before the first. */
    public ResourceMetrics latest() {
        ResourceMetrics seen = latest;
        return new ResourceMetrics(
                seen.cpuPercent(),
                seen.memoryPercent(),
                seen.diskPercent(),
                seen.diskFreeBytes(),
                gpus);
    }

    private void lookAtMachine() {
        try {
            Sample sample = machine.look();
            latest =
                    new ResourceMetrics(
                            sample.cpuPercent(),
                            sample.memoryPercent(),
                            sample.diskPercent(),
                            sample.diskFree(),
                            List.of());
        } catch (IOException | RuntimeException e) {
            // A schedule ends with its first exception; a probe must try again.
            failures.increment();
            LOG.warn("Cannot measure the machine: {}", e.toString());
        }
    }

    private void lookAtGpus() {
        try {
            gpu.look().ifPresentOrElse(found -> gpus = found, failures::increment);
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            failures.increment();
            LOG.warn("Cannot measure the GPUs: {}", e.toString());
        }
    }

    private static ScheduledExecutorService thread(String name) {
        ThreadFactory factory = Thread.ofPlatform().daemon().name(name).factory();
        return Executors.newSingleThreadScheduledExecutor(factory);
    }

    @Override
    public void close() {
        machineThread.shutdownNow();
        gpuThread.shutdownNow();
    }
}
