package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;

import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Candidates for the maps of the state, keyed by job id. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
public class StateMapBenchmark {

    /** What a state needs of a map. */
    interface Candidate {
        Candidate put(JobId id, Object value);

        Candidate remove(JobId id);

        @Nullable Object get(JobId id);
    }

    record P(PMap<JobId, Object> map) implements Candidate {
        @Override
        public Candidate put(JobId id, Object value) {
            return new P(map.plus(id, value));
        }

        @Override
        public Candidate remove(JobId id) {
            return new P(map.minus(id));
        }

        @Override
        public @Nullable Object get(JobId id) {
            return map.get(id);
        }
    }

    record V(io.vavr.collection.Map<JobId, Object> map) implements Candidate {
        @Override
        public Candidate put(JobId id, Object value) {
            return new V(map.put(id, value));
        }

        @Override
        public Candidate remove(JobId id) {
            return new V(map.remove(id));
        }

        @Override
        public @Nullable Object get(JobId id) {
            return map.get(id).getOrNull();
        }
    }

    static Candidate empty(String name) {
        return switch (name) {
            case "pcollections-TreePMap" -> new P(TreePMap.empty());
            case "pcollections-HashTreePMap" -> new P(HashTreePMap.empty());
            case "vavr-HashMap" -> new V(io.vavr.collection.HashMap.empty());
            case "vavr-TreeMap" -> new V(io.vavr.collection.TreeMap.empty());
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Param({"pcollections-TreePMap", "pcollections-HashTreePMap", "vavr-HashMap", "vavr-TreeMap"})
    public String map;

    @Param({"100000", "1000000"})
    public int size;

    private Candidate full;
    private final List<JobId> ids = new ArrayList<>();
    private JobId last;
    private int turn;

    @Setup
    public void fill() {
        BenchCluster source = new BenchCluster(7, false, 1);
        full = empty(map);
        for (int i = 0; i < size; i++) {
            JobId id = source.newId();
            ids.add(id);
            full = full.put(id, id);
        }
        last = source.newId();
    }

    private JobId next() {
        turn = (turn + 7919) % size;
        return ids.get(turn);
    }

    @Benchmark
    public @Nullable Object get() {
        return full.get(next());
    }

    @Benchmark
    public Object replace() {
        return full.put(next(), last);
    }

    /** New ids are the largest: the case of a submitted job. */
    @Benchmark
    public Object insertNewest() {
        return full.put(last, last);
    }

    @Benchmark
    public Object remove() {
        return full.remove(next());
    }
}
