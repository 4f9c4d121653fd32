package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.AssignJob;
import io.ringrift.p2p.engine.Command.CancelJob;
import io.ringrift.p2p.model.JobId;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Commands per second on one thread with 100,000 open jobs, 10,000 of them running, on 1,000 nodes.
 * The serial collector keeps its work on the same core.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx3g", "-XX:+UseSerialGC"})
public class EngineBenchmark {

    private static final int OPEN = 100_000;
    private static final int RUNNING = 10_000;

    @Param({"false", "true"})
    public boolean keys;

    private BenchCluster cluster;
    private ClusterState fixed;
    private List<Command> submits;
    private List<Command> assigns;
    private List<Command> completes;
    private List<Command> cancels;
    private int lives;
    private int turn;

    @Setup(Level.Iteration)
    public void fill() {
        cluster = new BenchCluster(42, keys, 10_000);
        cluster.fill(OPEN);
        List<AssignJob> running = new ArrayList<>();
        for (int i = 0; i < RUNNING; i++) {
            running.add(cluster.startOldest());
        }
        fixed = cluster.state();
        submits = new ArrayList<>();
        assigns = new ArrayList<>();
        completes = new ArrayList<>();
        cancels = new ArrayList<>();
        for (int i = 0; i < RUNNING; i++) {
            AssignJob attempt = running.get((i * 7919) % RUNNING);
            completes.add(cluster.complete(attempt));
            cancels.add(new CancelJob(cluster.now(), attempt.jobId()));
            submits.add(cluster.submit());
        }
        List<JobId> queued = fixed.queue().stream().map(QueueKey::jobId).toList();
        for (int i = 0; i < RUNNING; i++) {
            AssignJob like = running.get(i);
            assigns.add(
                    new AssignJob(
                            cluster.now(),
                            BenchCluster.EPOCH,
                            queued.get((i * 7919) % queued.size()),
                            1,
                            like.node(),
                            like.token()));
        }
    }

    /** Submit, assign, start, complete; every 1,000 jobs the sweep forgets 1,000 old ones. */
    @Benchmark
    @OperationsPerInvocation(4)
    public ClusterState lifeCycle() {
        cluster.oneLife();
        if (++lives % 1_000 == 0) {
            cluster.sweep();
        }
        return cluster.state();
    }

    @Benchmark
    public Engine.Step submit() {
        return next(submits);
    }

    @Benchmark
    public Engine.Step assign() {
        return next(assigns);
    }

    @Benchmark
    public Engine.Step complete() {
        return next(completes);
    }

    @Benchmark
    public Engine.Step cancel() {
        return next(cancels);
    }

    /** The same picture each time: what one command costs beside the life cycle. */
    private Engine.Step next(List<Command> commands) {
        turn = turn + 1 == commands.size() ? 0 : turn + 1;
        return Engine.apply(fixed, commands.get(turn));
    }
}
