package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Prints what entries of the state cost in heap. Not a JMH benchmark: run its {@code main}. */
public final class StateMemory {

    private static final int JOBS = 100_000;

    private StateMemory() {}

    public static void main(String[] args) {
        print("open job, queued", JOBS, () -> cluster(false, 0, 0));
        print("open job, queued, with idempotency key", JOBS, () -> cluster(true, 0, 0));
        print("open job, running", JOBS, () -> cluster(false, 1, 0));
        print("open job, running, with idempotency key", JOBS, () -> cluster(true, 1, 0));
        print("finished job", JOBS, () -> cluster(false, 0, 1));
        BenchCluster source = new BenchCluster(7, false, 1);
        List<JobId> ids = new ArrayList<>();
        for (int i = 0; i < JOBS; i++) {
            ids.add(source.newId());
        }
        for (String map :
                List.of(
                        "pcollections-TreePMap",
                        "pcollections-HashTreePMap",
                        "vavr-HashMap",
                        "vavr-TreeMap")) {
            print(
                    "map entry, " + map,
                    JOBS,
                    () -> {
                        StateMapBenchmark.Candidate full = StateMapBenchmark.empty(map);
                        for (JobId id : ids) {
                            full = full.put(id, id);
                        }
                        return full;
                    });
        }
    }

    /** Runs {@code waiting}, {@code running} or {@code done} jobs through the engine. */
    private static Object cluster(boolean keys, int running, int done) {
        BenchCluster cluster = new BenchCluster(42, keys, JOBS);
        for (int i = 0; i < JOBS; i++) {
            cluster.submitOne();
            if (running > 0) {
                cluster.startOldest();
            }
            if (done > 0) {
                cluster.apply(cluster.complete(cluster.startOldest()));
            }
        }
        return cluster.state();
    }

    private static void print(String what, int count, Supplier<Object> make) {
        long[] sizes = new long[3];
        Object[] kept = new Object[3];
        for (int i = 0; i < sizes.length; i++) {
            long before = used();
            kept[i] = make.get();
            sizes[i] = (used() - before) / count;
        }
        Arrays.sort(sizes);
        System.out.printf(Locale.ROOT, "%-45s %6d bytes (%d)%n", what, sizes[1], kept.length);
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
