package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.BenchCluster;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Requirements;

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
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Explaining the last of 10,000 waiting jobs, and a new job that asks for too much. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
public class ExplainBenchmark {

    @Param({"1000", "10000"})
    public int nodes;

    @Param({"10000"})
    public int jobs;

    private ClusterState state;
    private Job last;
    private JobSpec greedy;

    @Setup
    public void fill() {
        state = PlacementCluster.of(nodes, jobs, 1);
        last =
                Objects.requireNonNull(
                        state.open().get(Objects.requireNonNull(state.queue().last()).jobId()));
        greedy =
                last.spec()
                        .withRequirements(
                                Requirements.NONE
                                        .withGpuModels(List.of("H100"))
                                        .withMinGpuMemory(1L << 40));
    }

    @Benchmark
    public Explanation last() {
        return explainer().queued(last);
    }

    @Benchmark
    public Explanation greedy() {
        return explainer().planned(greedy);
    }

    private Explainer explainer() {
        List<Candidate> views = new ArrayList<>(state.nodes().size());
        for (ClusterNode node : state.nodes().values()) {
            views.add(Candidate.healthy(node, 0.4, 0.1));
        }
        return new Explainer(state, BenchCluster.START, views, PlacementPolicy.DEFAULT);
    }
}
