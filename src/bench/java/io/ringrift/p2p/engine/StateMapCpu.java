package io.ringrift.p2p.engine;

import org.jspecify.annotations.Nullable;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * {@link StateMapBenchmark} measured by processor time, for machines that are shared. Not a JMH
 * benchmark: run its {@code main}.
 */
public final class StateMapCpu {

    private static final int OPERATIONS = 100_000;

    /** Written so that no operation can be left out; printed at the end. */
    private static volatile int sink;

    private StateMapCpu() {}

    public static void main(String[] args) {
        for (int size : new int[] {100_000, 1_000_000}) {
            for (String map :
                    List.of(
                            "pcollections-TreePMap",
                            "pcollections-HashTreePMap",
                            "vavr-HashMap",
                            "vavr-TreeMap")) {
                StateMapBenchmark benchmark = new StateMapBenchmark();
                benchmark.map = map;
                benchmark.size = size;
                benchmark.fill();
                System.out.printf(
                        Locale.ROOT,
                        "%-26s %,9d  get %5d  replace %5d  insert newest %5d  remove %5d ns%n",
                        map,
                        size,
                        nanos(benchmark::get),
                        nanos(benchmark::replace),
                        nanos(benchmark::insertNewest),
                        nanos(benchmark::remove));
            }
        }
        System.out.println("Operations that found something, mixed: " + sink);
    }

    /** Median of nine rounds after three for warming up. */
    private static long nanos(Supplier<? extends @Nullable Object> operation) {
        long[] rounds = new long[9];
        for (int round = -3; round < rounds.length; round++) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            int mixed = 0;
            for (int i = 0; i < OPERATIONS; i++) {
                mixed ^= operation.get() == null ? i : 1;
            }
            long after = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            sink = mixed;
            if (round >= 0) {
                rounds[round] = (after - before) / OPERATIONS;
            }
        }
        Arrays.sort(rounds);
        return rounds[rounds.length / 2];
    }
}
