package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.BenchCluster;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One round of placement for 10,000 nodes and 100,000 waiting jobs of 40 kinds on one thread:
 * {@code all} looks at every job and gives out every place there is, {@code round} makes the
 * assignments of one round of the dispatcher, {@code full} finds a cluster without room.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
public class PlacementBenchmark {

    @Param({"10000"})
    public int nodes;

    @Param({"100000"})
    public int jobs;

    private ClusterState state;
    private ClusterState busy;

    @Setup
    public void fill() {
        state = PlacementCluster.of(nodes, jobs, 4);
        busy = PlacementCluster.of(nodes, jobs, 0);
    }

    @Benchmark
    public int all() {
        return plan(state).assign(Integer.MAX_VALUE).size();
    }

    @Benchmark
    public int round() {
        return plan(state).assign(1_000).size();
    }

    @Benchmark
    public int full() {
        return plan(busy).assign(1_000).size();
    }

    private static Plan plan(ClusterState state) {
        List<Candidate> views = new ArrayList<>(state.nodes().size());
        int number = 0;
        for (ClusterNode node : state.nodes().values()) {
            number++;
            views.add(Candidate.healthy(node, 0.4 + number % 5 / 5.0, number % 7 / 10.0));
        }
        return new Plan(state, BenchCluster.START, views, PlacementPolicy.DEFAULT);
    }
}
