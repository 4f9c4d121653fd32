package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.DataKind;
import io.ringrift.p2p.model.data.DataPath;
import io.ringrift.p2p.model.data.Producer;
import io.ringrift.p2p.model.data.ReleaseRule;
import io.ringrift.p2p.model.data.Sha256;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * How long the applying thread is held up by a command that lets 200 files go while so many jobs
 * are open: it walks them all for what they refer to. Not a JMH benchmark: run its {@code main},
 * with the number of jobs if it is not a million.
 */
public final class ReleaseTime {

    private static final int FILES = 200;
    private static final int ROUNDS = 21;

    private ReleaseTime() {}

    public static void main(String[] args) {
        int jobs = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
        BenchCluster cluster = new BenchCluster(1, false, 10_000);
        for (int i = 0; i < jobs; i++) {
            JobId id = new JobId(new UUID(((long) i << 16) | 0x7000, Long.MIN_VALUE));
            cluster.apply(
                    new Command.SubmitJob(BenchCluster.START.plusMillis(i), id, spec(), null, ""));
        }
        NodeId node = cluster.state().nodes().firstKey();
        UUID incarnation = cluster.state().nodes().firstEntry().getValue().incarnation();
        List<DataFile> files = IntStream.range(0, FILES).mapToObj(i -> file(i, node)).toList();
        cluster.apply(
                new Command.RecordManifest(
                        BenchCluster.START,
                        BenchCluster.EPOCH,
                        node,
                        incarnation,
                        0,
                        1,
                        files,
                        List.of()));
        Command release =
                new Command.ReleaseCopies(
                        BenchCluster.START,
                        BenchCluster.EPOCH,
                        node,
                        ReleaseRule.RETENTION,
                        1,
                        files.stream().map(DataFile::key).toList());
        double[] millis = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            Engine.Step step = Engine.apply(cluster.state(), release);
            millis[round] = (System.nanoTime() - begin) / 1e6;
            if (!(step.decision() instanceof Decision.Accepted)) {
                throw new IllegalStateException("refused: " + step.decision());
            }
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%d files let go, %d jobs open: first %.1f ms, median %.1f ms, worst %.1f ms%n",
                FILES,
                cluster.state().open().size(),
                first,
                millis[ROUNDS / 2],
                millis[ROUNDS - 1]);
    }

    private static JobSpec spec() {
        return new JobSpec(
                JobType.SELFPLAY,
                "hex5_2p",
                100,
                50,
                JsonText.EMPTY,
                null,
                new Resources(10, 0, 0));
    }

    private static DataFile file(int number, NodeId node) {
        return new DataFile(
                new DataKey(
                        DataKind.GAMES,
                        new DataPath("hex5_2p/" + number),
                        new Sha256(String.format("%064x", number))),
                "hex5_2p",
                4_096,
                10,
                Producer.of(node),
                BenchCluster.START);
    }
}
