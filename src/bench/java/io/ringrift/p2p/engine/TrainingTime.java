package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;

/**
 * How long it takes to ask for each of 1,000 configs whether a training is due, as the leader does
 * in each round. Not a JMH benchmark: run its {@code main}.
 */
public final class TrainingTime {

    private static final int CONFIGS = 1_000;
    private static final int ROUNDS = 200;

    private TrainingTime() {}

    public static void main(String[] args) {
        ClusterState state = played();
        Instant now = BenchCluster.START.plus(Duration.ofHours(1));
        double[] millis = new double[ROUNDS];
        long due = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            for (Ledger ledger : state.training().ledgers().values()) {
                due += TrainingVerdicts.of(state, ledger, now, 1_000).due() ? 1 : 0;
            }
            millis[round] = (System.nanoTime() - begin) / 1e6;
        }
        double first = millis[0];
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT,
                "%d configs, %d due: first round %.2f ms, median %.3f ms, worst %.2f ms%n",
                CONFIGS,
                due / ROUNDS,
                first,
                millis[ROUNDS / 2],
                millis[ROUNDS - 1]);
    }

    /** Every config has one counted result of 500 or 1,500 games. */
    private static ClusterState played() {
        BenchCluster cluster = new BenchCluster(1, false, 10_000);
        NodeId node = cluster.state().nodes().firstKey();
        for (int i = 0; i < CONFIGS; i++) {
            Instant at = BenchCluster.START.plusMillis(i);
            JobId job = new JobId(new UUID(((long) i << 16) | 0x7000, Long.MIN_VALUE));
            AttemptToken token = new AttemptToken(new UUID(i, 1));
            JobSpec spec =
                    new JobSpec(
                            JobType.SELFPLAY,
                            "config" + i,
                            1_500,
                            50,
                            JsonText.EMPTY,
                            null,
                            new Resources(10, 0, 0));
            cluster.apply(new Command.SubmitJob(at, job, spec, null, ""));
            cluster.apply(new Command.AssignJob(at, BenchCluster.EPOCH, job, 1, node, token));
            cluster.apply(new Command.StartJob(at, job, 1, token));
            cluster.apply(
                    new Command.CompleteJob(
                            at, job, 1, token, "/out", 500 + i % 2 * 1_000, JsonText.EMPTY));
        }
        return cluster.state();
    }
}
