package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.BenchCluster;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.StateHash;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** One snapshot of 1,000,000 finished and 100,000 open jobs, to a file and back. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx8g", "-XX:+UseSerialGC"})
public class SnapshotBenchmark {

    private static final int FINISHED = 1_000_000;
    private static final int OPEN = 100_000;

    private final SnapshotCodec codec = new SnapshotCodec();
    private ClusterState state;
    private Path file;

    @Setup
    public void fill() throws IOException {
        BenchCluster cluster = new BenchCluster(42, false, FINISHED);
        for (int i = 0; i < FINISHED; i++) {
            cluster.oneLife();
        }
        cluster.fill(OPEN);
        for (int i = 0; i < OPEN / 10; i++) {
            cluster.startOldest();
        }
        state = cluster.state();
        file = Files.createTempFile("snapshot", ".bench");
        write();
        System.out.println("# snapshot of " + Files.size(file) + " bytes");
    }

    @TearDown
    public void clean() throws IOException {
        Files.delete(file);
    }

    @Benchmark
    public long write() throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            codec.write(state, out);
        }
        return Files.size(file);
    }

    @Benchmark
    public ClusterState read() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return codec.read(in, Files.size(file));
        }
    }

    @Benchmark
    public StateHash hash() {
        return StateHash.of(state);
    }
}
