package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataScope;

import org.pcollections.TreePMap;

import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import java.util.UUID;

/**
 * How long the ledgers of a million self-play results take to be counted anew when a node's data
 * goes into quarantine and comes out of it. Not a JMH benchmark: run its {@code main}.
 */
public final class TaintTime {

    private static final int RESULTS = 1_000_000;
    private static final int CONFIGS = 100;
    private static final int ROUNDS = 5;
    private static final Mandate MANDATE = new Mandate("ann", "bad memory");

    private TaintTime() {}

    public static void main(String[] args) {
        measure(1_000);
        measure(1);
    }

    private static void measure(int nodes) {
        long before = usedBytes();
        ClusterState state = played(nodes);
        long bytes = usedBytes() - before;
        double[] order = new double[ROUNDS];
        double[] lift = new double[ROUNDS];
        long tainted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            ClusterState without =
                    Engine.apply(
                                    state,
                                    new TrainingOrder.QuarantineData(
                                            BenchCluster.START,
                                            MANDATE,
                                            new DataScope(
                                                    node(0), null, null, BenchCluster.START, null)))
                            .state();
            long middle = System.nanoTime();
            Engine.apply(without, new TrainingOrder.LiftQuarantine(BenchCluster.START, MANDATE, 1));
            order[round] = (middle - begin) / 1e6;
            lift[round] = (System.nanoTime() - middle) / 1e6;
            tainted =
                    without.training().ledgers().values().stream()
                            .mapToLong(ledger -> ledger.games().tainted())
                            .sum();
        }
        System.out.printf(
                Locale.ROOT,
                "%d results of %d configs and %d nodes, %d games in quarantine: ordered in %.0f ms"
                        + " (first %.0f), taken back in %.0f ms; %d bytes a result%n",
                RESULTS,
                CONFIGS,
                nodes,
                tainted,
                order[ROUNDS - 1],
                order[0],
                lift[ROUNDS - 1],
                bytes / RESULTS);
    }

    private static long usedBytes() {
        Runtime runtime = Runtime.getRuntime();
        runtime.gc();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    private static NodeId node(int number) {
        return new NodeId("node-" + number);
    }

    /** Every result has 50 games; the ledgers are what they add up to. */
    private static ClusterState played(int nodes) {
        NodeId[] names = new NodeId[nodes];
        for (int i = 0; i < nodes; i++) {
            names[i] = node(i);
        }
        Ledger[] ledgers = new Ledger[CONFIGS];
        TreeMap<String, Ledger> byConfig = new TreeMap<>();
        for (int i = 0; i < CONFIGS; i++) {
            Ledger ledger = Ledger.of("config-" + i);
            ledgers[i] =
                    ledger.with(ledger.games().landed(50L * RESULTS / CONFIGS, BenchCluster.START));
            byConfig.put(ledger.configKey(), ledgers[i]);
        }
        TreeMap<JobId, GameResult> results = new TreeMap<>();
        for (int i = 0; i < RESULTS; i++) {
            Instant at = BenchCluster.START.plusMillis(i);
            results.put(
                    new JobId(new UUID(((long) i << 16) | 0x7000, Long.MIN_VALUE)),
                    new GameResult(
                            ledgers[i % CONFIGS].configKey(),
                            names[i / CONFIGS % nodes],
                            null,
                            50,
                            1,
                            at));
        }
        return new BenchCluster(1, false, 10)
                .state()
                .withTraining(
                        new Training(
                                null,
                                Steering.NONE,
                                TreePMap.fromSortedMap(byConfig),
                                TreePMap.empty(),
                                TreePMap.fromSortedMap(results),
                                Quarantines.NONE));
    }
}
