package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.LoadScore;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.ResourceMetrics;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes views of nodes from what the state records and what the registry heard. */
final class NodeViews {

    private static final PeerHealth NOT_HEARD =
            new PeerHealth(
                    NodeHealth.UNHEALTHY,
                    "not heard since this leader leads",
                    Duration.ZERO,
                    0,
                    false);

    private final PeerRegistry registry;

    NodeViews(PeerRegistry registry) {
        this.registry = registry;
    }

    /**
     * One node.
     *
     * @param full with what runs on it and the history of its presence
     */
    NodeView view(ClusterState state, ClusterNode node, boolean full) {
        Peer peer = registry.find(node.id()).orElse(null);
        PeerHealth health = health(node, peer);
        NodeStatus status = node.status();
        return new NodeView(
                node.id(),
                status.presence(),
                status.since(),
                health.health(),
                health.reason(),
                node.takesWork() && health.takesWork(),
                cordon(node),
                node.labels().all(),
                status.setLabels().all(),
                node.offered(),
                node.reserved(),
                node.free(),
                node.holds().size(),
                node.incarnation(),
                peer == null ? null : heard(peer, health),
                full ? Idleness.why(state, node, health) : null,
                full ? attempts(state, node) : null,
                full ? status.history() : null);
    }

    private PeerHealth health(ClusterNode node, @Nullable Peer peer) {
        if (peer != null) {
            return registry.health(peer, node);
        }
        return node.presence() == Presence.PRESENT
                ? NOT_HEARD
                : new PeerHealth(
                        NodeHealth.OFFLINE,
                        node.status().history().isEmpty()
                                ? ""
                                : node.status().history().getLast().why(),
                        Duration.ZERO,
                        0,
                        false);
    }

    private static NodeView.@Nullable CordonView cordon(ClusterNode node) {
        NodeStatus.Cordon cordon = node.status().cordon();
        if (cordon == null) {
            return null;
        }
        NodeStatus.Drain drain = cordon.drain();
        return new NodeView.CordonView(
                cordon.at(),
                cordon.mandate().by(),
                cordon.mandate().reason(),
                drain == null
                        ? null
                        : new NodeView.DrainView(
                                drain.mode(), drain.deadline(), node.holds().isEmpty()));
    }

    private static NodeView.Heard heard(Peer peer, PeerHealth health) {
        ResourceMetrics metrics = peer.beat().metrics();
        return new NodeView.Heard(
                peer.at(),
                health.silentFor().toMillis() / 1_000.0,
                peer.beat().host(),
                peer.beat().version(),
                LoadScore.of(metrics),
                metrics.cpuPercent(),
                metrics.memoryPercent(),
                metrics.diskPercent(),
                metrics.diskFreeBytes(),
                peer.beat().freeSlots(),
                metrics.gpus());
    }

    private List<NodeView.AttemptView> attempts(ClusterState state, ClusterNode node) {
        List<NodeView.AttemptView> views = new ArrayList<>();
        for (Map.Entry<JobId, ClusterNode.Hold> hold : node.holds().entrySet()) {
            Job job = state.job(hold.getKey());
            if (job != null) {
                int number = hold.getValue().attempt();
                Attempt attempt = job.attempts().get(number - 1);
                views.add(
                        new NodeView.AttemptView(
                                job.id(),
                                number,
                                job.spec().type(),
                                job.spec().configKey(),
                                job.status(),
                                attempt.startedAt(),
                                registry.progress(node.id(), job.id(), number).orElse(null)));
            }
        }
        return views;
    }
}
