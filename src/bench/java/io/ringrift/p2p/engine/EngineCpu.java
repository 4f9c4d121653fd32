package io.ringrift.p2p.engine;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * The life cycle of {@link EngineBenchmark} measured by processor time, for machines that are
 * shared: waiting for a core does not count, collecting garbage does not either. Not a JMH
 * benchmark: run its {@code main}.
 */
public final class EngineCpu {

    private static final int LIVES = 100_000;

    private EngineCpu() {}

    public static void main(String[] args) {
        for (boolean keys : new boolean[] {false, true}) {
            BenchCluster cluster = new BenchCluster(42, keys, 10_000);
            cluster.fill(100_000);
            for (int i = 0; i < 10_000; i++) {
                cluster.startOldest();
            }
            for (int round = -2; round < 5; round++) {
                round(cluster, keys, round);
            }
        }
    }

    private static void round(BenchCluster cluster, boolean keys, int round) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long wall = System.nanoTime();
        long cpu = threads.getCurrentThreadCpuTime();
        for (int i = 1; i <= LIVES; i++) {
            cluster.oneLife();
            if (i % 1_000 == 0) {
                cluster.sweep();
            }
        }
        double cpuSeconds = (threads.getCurrentThreadCpuTime() - cpu) / 1e9;
        double wallSeconds = (System.nanoTime() - wall) / 1e9;
        if (round >= 0) {
            System.out.printf(
                    Locale.ROOT,
                    "keys=%s: %,.0f commands/s of processor time, %,.0f by the clock%n",
                    keys,
                    4 * LIVES / cpuSeconds,
                    4 * LIVES / wallSeconds);
        }
    }
}
