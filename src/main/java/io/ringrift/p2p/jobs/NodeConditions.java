package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.jobs.placement.Candidate;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.LoadLimit;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.peers.Peer;
import io.ringrift.p2p.peers.PeerHealth;
import io.ringrift.p2p.peers.PeerRegistry;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Puts a node's record in the log and its live condition together. */
final class NodeConditions {

    private final PeerRegistry peers;
    private final GpuTable gpus;
    private final LoadLimit limit;

    NodeConditions(PeerRegistry peers, GpuTable gpus, LoadLimit limit) {
        this.peers = peers;
        this.gpus = gpus;
        this.limit = limit;
    }

    /** Every node of the state as it is now. */
    List<Candidate> of(ClusterState state) {
        List<Candidate> candidates = new ArrayList<>(state.nodes().size());
        for (ClusterNode node : state.nodes().values()) {
            candidates.add(
                    peers.find(node.id())
                            .map(peer -> candidate(node, peer))
                            .orElseGet(
                                    () ->
                                            Candidate.barred(
                                                    node,
                                                    Obstacle.OFFLINE,
                                                    "not heard since this leader began")));
        }
        return candidates;
    }

    private Candidate candidate(ClusterNode node, Peer peer) {
        PeerHealth health = peers.health(peer, node);
        if (!health.takesWork()) {
            return Candidate.barred(node, barrier(health.health()), health.reason());
        }
        if (!limit.admits(health.outsideLoad())) {
            return Candidate.barred(
                    node,
                    Obstacle.OVERLOADED,
                    String.format(
                            Locale.ROOT,
                            "load score %.2f, new jobs only below %.2f",
                            health.outsideLoad(),
                            limit.maxForNewJobs()));
        }
        return new Candidate(
                node,
                null,
                "",
                health.health() == NodeHealth.DEGRADED,
                gpus.strongest(peer.beat().metrics().gpus()),
                health.outsideLoad());
    }

    private static Obstacle barrier(NodeHealth health) {
        return switch (health) {
            case OFFLINE -> Obstacle.OFFLINE;
            case UNHEALTHY -> Obstacle.UNHEALTHY;
            case DEGRADED, HEALTHY -> Obstacle.IMPAIRED;
        };
    }
}
