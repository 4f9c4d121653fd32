package io.ringrift.p2p.sync;

import static io.ringrift.p2p.sync.DataRig.file;

import io.ringrift.p2p.Nouns;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKind;

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

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What a round of the sync planner costs when every file is on each of 20 trainers and nothing is
 * to move: {@code plan} makes the plan, {@code otherJobs} finds that only jobs have changed that do
 * not matter to it, {@code unchanged} that nothing has; {@code cleaning} plans what to let go.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
public class SyncPlanBenchmark {

    private static final int BATCH = 500;
    private static final SyncPolicy POLICY =
            new SyncPolicy(
                    true,
                    Map.of(
                            DataKind.GAMES,
                            new SyncPolicy.Rule(
                                    false, true, Labels.parse("role=training"), 1, 0, 50)),
                    2,
                    64,
                    4,
                    0,
                    0,
                    0);

    /** Of all files one in a hundred is past it. */
    private SyncPolicy keeping() {
        SyncPolicy.Rule rule =
                new SyncPolicy.Rule(
                        false, true, null, 1, 0, 50, new KeepRule(files - files / 100, 0, null, 0));
        return new SyncPolicy(true, Map.of(DataKind.GAMES, rule), 2, 64, 4, 0, 0, 0);
    }

    @Param({"100000"})
    public int files;

    @Param({"20"})
    public int trainers;

    @Param({"10000"})
    public int jobs;

    private DataRig data;
    private SyncPlanner planner;
    private Outlook outlook;

    @Setup
    public void fill() {
        data = new DataRig();
        for (int node = 0; node < trainers; node++) {
            data.labelled("t" + node, "role=training");
            for (int i = 0; i < files; i += BATCH) {
                data.has(
                        "t" + node,
                        IntStream.range(i, Math.min(files, i + BATCH))
                                .mapToObj(n -> file("games", "hex8/" + n, 4_096, 10, n))
                                .toArray(DataFile[]::new));
            }
        }
        for (int i = 0; i < jobs; i++) {
            data.rig.apply(Nouns.submit(100_000 + i));
        }
        planner = data.planner(POLICY);
        planner.round(data.epoch);
        ClusterState state = state();
        outlook = Outlook.of(state, DataNode.alive(state, data.peers));
    }

    private ClusterState state() {
        return data.rig.log.picture().state();
    }

    @Benchmark
    public List<JobSpec> plan() {
        return new SyncPlan(
                        state().catalogue(),
                        outlook.nodes(),
                        outlook.underway(),
                        POLICY,
                        (_, _) -> false)
                .of(Wants.of(outlook, POLICY, Instant.EPOCH, (_, _) -> false));
    }

    @Benchmark
    public boolean otherJobs() {
        ClusterState state = state();
        Outlook later = Outlook.of(state, DataNode.alive(state, data.peers));
        return outlook.leadsToTheSameAs(later, Long.MAX_VALUE);
    }

    @Benchmark
    public int cleaning() {
        return CleaningPlan.of(state(), keeping(), Instant.EPOCH).releases().size();
    }

    @Benchmark
    public void unchanged() {
        planner.round(data.epoch);
    }
}
