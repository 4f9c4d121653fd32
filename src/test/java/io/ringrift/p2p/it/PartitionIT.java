package io.ringrift.p2p.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Links that are cut while the processes live: each voter has a network namespace of its own. Needs
 * the right to make them and skips without it.
 */
@Tag("long")
@Isolated
class PartitionIT {

    private static final Duration CUT = Duration.ofSeconds(15);

    @TempDir Path folder;

    private final ClientHistory history = new ClientHistory();
    private VirtualNetwork network;
    private RealCluster cluster;
    private LeaderWatch watch;
    private ClusterLoad load;
    private Verdict verdict;

    @BeforeEach
    void form() throws Exception {
        network = new VirtualNetwork(RealCluster.NAMES);
        assumeTrue(network.create(), "network namespaces cannot be made here (needs root and ip)");
        cluster =
                RealCluster.on(network.addresses(), folder)
                        .with("RINGRIFT_P2P_AUTH_TOKEN", "a-token-of-sixteen-or-more");
        for (RealNode node : cluster.all()) {
            node.under("ip", "netns", "exec", network.namespace(node.name()));
        }
        long seed = Long.getLong("fault.seed", System.nanoTime());
        System.out.println("fault.seed=" + seed);
        watch = new LeaderWatch(cluster, history);
        load = new ClusterLoad(cluster, history, seed);
        verdict = new Verdict(cluster, history, load);
        cluster.start().settled();
    }

    @AfterEach
    void end() throws Exception {
        if (cluster != null) {
            load.stop();
            watch.close();
            cluster.close();
        }
        network.close();
    }

    @Test
    void aLeaderCutOffFromBothLosesTheLeadAndNothingElse() throws Exception {
        RealNode leader = cluster.leader();
        List<RealNode> others = cluster.allBut(leader);
        load.start(4).awaitProgress(20);

        for (RealNode other : others) {
            network.cutBothWays(leader.name(), other.name());
        }
        load.through(others);
        RealNode next = cluster.leaderAmong(others);
        load.awaitProgress(20);
        Awaitility.await("the old leader knows")
                .atMost(Duration.ofSeconds(30))
                .until(() -> !RealCluster.leads(leader));
        assertThat(leader.get("/jobs?limit=1").statusCode()).isEqualTo(503);
        ClusterLoad.letPass(CUT);

        network.heal();
        load.through(cluster.all()).awaitProgress(20);
        load.stop();
        assertThat(next.name()).isNotEqualTo(leader.name());
        assertThat(history.leaderChanges()).isPositive();
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    /** The third voter sees both; somebody must lead, and the lead must not go round in circles. */
    @Test
    void withOneLinkCutTheClusterGoesOn() throws Exception {
        RealNode leader = cluster.leader();
        List<RealNode> others = cluster.allBut(leader);
        load.start(4).awaitProgress(20);

        network.cutBothWays(leader.name(), others.getFirst().name());
        load.through(List.of(others.get(1)));
        load.awaitProgress(40);
        int soon = history.leaderChanges();
        ClusterLoad.letPass(CUT);
        load.awaitProgress(20);
        assertThat(history.leaderChanges() - soon)
                .as("changes while one link was cut")
                .isLessThan(3);

        network.heal();
        load.through(cluster.all()).awaitProgress(20);
        load.stop();
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    @Test
    void aLeaderThatIsNotHeardLosesTheLead() throws Exception {
        RealNode leader = cluster.leader();
        load.start(4).awaitProgress(20);

        for (RealNode other : cluster.allBut(leader)) {
            network.cutOneWay(leader.name(), other.name());
        }
        load.through(cluster.allBut(leader));
        cluster.leaderAmong(cluster.allBut(leader));
        load.awaitProgress(20);
        ClusterLoad.letPass(CUT);

        network.heal();
        load.through(cluster.all()).awaitProgress(20);
        load.stop();
        assertThat(history.leaderChanges()).isPositive();
        verdict.everythingEndsAndEveryPromiseWasKept();
    }

    @Test
    void aLeaderThatDoesNotHearLosesNothing() throws Exception {
        RealNode leader = cluster.leader();
        load.start(4).awaitProgress(20);

        for (RealNode other : cluster.allBut(leader)) {
            network.cutOneWay(other.name(), leader.name());
        }
        load.through(cluster.allBut(leader));
        ClusterLoad.letPass(CUT);

        network.heal();
        load.through(cluster.all()).awaitProgress(20);
        load.stop();
        verdict.everythingEndsAndEveryPromiseWasKept();
    }
}
