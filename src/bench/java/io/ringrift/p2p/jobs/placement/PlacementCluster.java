package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.BenchCluster;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;

import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** A mixed cluster with a mixed queue: 5 kinds of machine, 40 kinds of job. */
final class PlacementCluster {

    private static final List<String> MODELS = List.of("H100", "A100", "RTX_4090", "A10");

    private PlacementCluster() {}

    /**
     * @param places places of one core and one GPU that a node has
     */
    static ClusterState of(int nodes, int jobs, int places) {
        BenchCluster cluster = BenchCluster.empty(7, jobs);
        for (int i = 0; i < nodes; i++) {
            int kind = i % 5;
            cluster.apply(
                    new Command.RegisterNode(
                            cluster.now(),
                            BenchCluster.EPOCH,
                            new NodeId("gpu-" + i),
                            new UUID(1, i),
                            new Resources(1_000 * places, kind == 4 ? 0 : 1_000 * places, 1L << 38),
                            null,
                            kind == 4
                                    ? List.of()
                                    : Collections.nCopies(
                                            places, new GpuCard(MODELS.get(kind), 24L << 30))));
        }
        for (int i = 0; i < jobs; i++) {
            cluster.apply(new Command.SubmitJob(cluster.now(), cluster.newId(), spec(i), null, ""));
        }
        return cluster.state();
    }

    private static JobSpec spec(int i) {
        int kind = i % 5;
        JobSpec spec =
                new JobSpec(
                        JobType.SELFPLAY,
                        "hex" + (5 + i / 5 % 8) + "_2p",
                        100,
                        i * 31 % 101,
                        JsonText.EMPTY,
                        null,
                        new Resources(1_000, kind < 3 ? 1_000 : 0, 1L << 30));
        return kind == 0
                ? spec.withRequirements(Requirements.NONE.withGpuModels(List.of("H100", "A100")))
                : spec;
    }
}
