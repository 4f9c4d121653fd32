package io.ringrift.p2p.status;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Tally;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.leadership.LeadershipView;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.LoadScore;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.Overload;
import io.ringrift.p2p.model.OverloadThresholds;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.peers.Peer;
import io.ringrift.p2p.peers.PeerHealth;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts together what can be told from memory, in any state of the cluster. */
final class StatusBoard implements Board {

    private final CommandLog log;
    private final Leadership leadership;
    private final PeerRegistry registry;
    private final NodeIdentity self;
    private final Timing timing;
    private final GpuTable gpus;
    private final OverloadThresholds thresholds;
    private final MonotonicClock nanos;
    private final long startedNanos;
    private final String version;

    StatusBoard(
            CommandLog log,
            Leadership leadership,
            PeerRegistry registry,
            NodeIdentity self,
            Timing timing,
            GpuTable gpus,
            OverloadThresholds thresholds,
            MonotonicClock nanos,
            String version) {
        this.log = log;
        this.leadership = leadership;
        this.registry = registry;
        this.self = self;
        this.timing = timing;
        this.gpus = gpus;
        this.thresholds = thresholds;
        this.nanos = nanos;
        this.startedNanos = nanos.nanos();
        this.version = version;
    }

    @Override
    public StatusView status(int port) {
        ClusterState state = log.picture().state();
        LeadershipView leads = leadership.view();
        Map<String, StatusView.NodeView> peers = new TreeMap<>();
        Map<String, StatusView.PeerView> all = new TreeMap<>();
        int suspect = 0;
        int dead = 0;
        StatusView.NodeView own = unheard(state, port, leads);
        for (Peer peer : registry.all()) {
            PeerHealth health = health(peer, state);
            suspect += health.health() == NodeHealth.UNHEALTHY ? 1 : 0;
            dead += health.health().isAlive() ? 0 : 1;
            boolean isSelf = peer.id().equals(self.id());
            StatusView.NodeView view =
                    node(state, peer, health, isSelf ? port : 0, role(peer.id(), leads));
            all.put(peer.id().value(), inShort(peer, health));
            if (isSelf) {
                own = view;
            } else {
                peers.put(peer.id().value(), view);
            }
        }
        for (ClusterNode node : state.nodes().values()) {
            if (node.presence() == Presence.OFFLINE && registry.find(node.id()).isEmpty()) {
                dead++;
                peers.put(node.id().value(), gone(state, node, leads));
                all.put(node.id().value(), goneInShort(node));
            }
        }
        JobCounts counts = JobCounts.ofCluster(state);
        double uptime = seconds(Duration.ofNanos(nanos.nanos() - startedNanos));
        int aliveOthers = (int) peers.values().stream().filter(one -> one.isAlive()).count();
        Standing standing = registry.refined(leads.standing());
        return new StatusView(
                Notice.of(leads, standing, state.charter()),
                self.id(),
                leads.role(),
                leads.leader(),
                leads.leader(),
                leads.lease().epoch(),
                leads.lease().holder() == null ? null : leads.lease().until(),
                leads.role() == NodeRole.LEADER,
                version,
                uptime,
                uptime,
                aliveOthers + 1,
                suspect,
                dead,
                standing.quorumOk(),
                standing.votersAlive(),
                standing.quorum(),
                new StatusView.VoterHealth(
                        standing.votersAlive(), standing.votersTotal(), standing.quorumOk()),
                own,
                peers,
                all,
                state.queue().size(),
                counts.all(),
                counts.of(JobType.SELFPLAY),
                counts.of(JobType.TRAINING),
                false,
                new StatusView.TimingView(
                        seconds(timing.heartbeatInterval()),
                        seconds(timing.peerTimeout()),
                        seconds(timing.leaderLease())),
                registry.evictionsFrozenSince().isPresent(),
                tally(state));
    }

    /** A leader is known and a quorum is in touch. */
    @Override
    public boolean isHealthy() {
        LeadershipView leads = leadership.view();
        return leads.leader() != null && leads.standing().quorumOk();
    }

    @Override
    public ResourceMetrics ownMetrics() {
        return registry.find(self.id())
                .map(peer -> peer.beat().metrics())
                .orElse(ResourceMetrics.UNKNOWN);
    }

    @Override
    public Optional<String> notice() {
        LeadershipView leads = leadership.view();
        Standing standing = registry.refined(leads.standing());
        return Optional.ofNullable(Notice.of(leads, standing, log.picture().state().charter()));
    }

    private static Map<String, Long> tally(ClusterState state) {
        Tally tally = state.tally();
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("submitted", tally.submitted());
        counts.put("open", (long) state.open().size());
        counts.put("completed", tally.completed());
        counts.put("failed", tally.failed());
        counts.put("cancelled", tally.cancelled());
        counts.put("games", tally.games());
        return counts;
    }

    private PeerHealth health(Peer peer, ClusterState state) {
        @Nullable ClusterNode node = state.nodes().get(peer.id());
        return registry.health(peer, node);
    }

    private StatusView.PeerView inShort(Peer peer, PeerHealth health) {
        return new StatusView.PeerView(
                peer.id(),
                health.health().isAlive(),
                health.health(),
                seconds(health.silentFor()),
                unixSeconds(peer.at()));
    }

    private StatusView.NodeView node(
            ClusterState state, Peer peer, PeerHealth health, int port, NodeRole role) {
        Beat beat = peer.beat();
        return view(
                state,
                peer.id(),
                beat.host(),
                port,
                role,
                health.health(),
                health.reason(),
                beat.metrics(),
                unixSeconds(peer.at()));
    }

    /** A node that is OFFLINE since before this process could have heard it. */
    private StatusView.NodeView gone(ClusterState state, ClusterNode node, LeadershipView leads) {
        return view(
                state,
                node.id(),
                "",
                0,
                role(node.id(), leads),
                NodeHealth.OFFLINE,
                "offline since " + node.status().since(),
                ResourceMetrics.UNKNOWN,
                0);
    }

    private static StatusView.PeerView goneInShort(ClusterNode node) {
        return new StatusView.PeerView(node.id(), false, NodeHealth.OFFLINE, 0, 0);
    }

    /** This node before its own agent has spoken, or when it runs without one. */
    private StatusView.NodeView unheard(ClusterState state, int port, LeadershipView leads) {
        return view(
                state,
                self.id(),
                self.bindAddress(),
                port,
                leads.role(),
                NodeHealth.HEALTHY,
                "",
                ResourceMetrics.UNKNOWN,
                0);
    }

    private StatusView.NodeView view(
            ClusterState state,
            NodeId id,
            String host,
            int port,
            NodeRole role,
            NodeHealth health,
            String reason,
            ResourceMetrics metrics,
            double lastHeartbeat) {
        ClusterNode node = state.nodes().get(id);
        JobCounts counts = JobCounts.ofNode(state, id);
        return new StatusView.NodeView(
                id,
                host,
                port,
                role,
                health,
                reason,
                LoadScore.of(metrics),
                Overload.of(metrics, thresholds).isOverloaded(),
                metrics.cpuPercent(),
                metrics.memoryPercent(),
                metrics.diskPercent(),
                metrics.gpuPercent(),
                metrics.gpuMemoryPercent(),
                metrics.hasGpu() ? metrics.gpus().getFirst().name() : "",
                gpus.power(metrics.gpus()),
                counts.of(JobType.SELFPLAY),
                counts.of(JobType.TRAINING),
                lastHeartbeat,
                health.isAlive(),
                false,
                node != null && node.presence() == Presence.RETIRED);
    }

    private static NodeRole role(NodeId id, LeadershipView leads) {
        return id.equals(leads.leader()) ? NodeRole.LEADER : NodeRole.FOLLOWER;
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private static double unixSeconds(Instant instant) {
        return instant.toEpochMilli() / 1_000.0;
    }
}
