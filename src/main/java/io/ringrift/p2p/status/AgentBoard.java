package io.ringrift.p2p.status;

import io.ringrift.p2p.model.AgentSight;
import io.ringrift.p2p.model.AgentSight.Contact;
import io.ringrift.p2p.model.Epoch;
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
import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Timing;
import io.ringrift.p2p.model.VoterAddress;
import io.ringrift.p2p.model.Voters;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What an agent knows: itself, and the leader while it answers. What it does not know is zero: an
 * answered beat proves a quorum, not who else votes.
 */
final class AgentBoard implements Board {

    private final AgentSight sight;
    private final NodeIdentity self;
    private final Voters voters;
    private final Timing timing;
    private final GpuTable gpus;
    private final OverloadThresholds thresholds;
    private final MonotonicClock nanos;
    private final long startedNanos;
    private final String version;

    AgentBoard(
            AgentSight sight,
            NodeIdentity self,
            Voters voters,
            Timing timing,
            GpuTable gpus,
            OverloadThresholds thresholds,
            MonotonicClock nanos,
            String version) {
        this.sight = sight;
        this.self = self;
        this.voters = voters;
        this.timing = timing;
        this.gpus = gpus;
        this.thresholds = thresholds;
        this.nanos = nanos;
        this.startedNanos = nanos.nanos();
        this.version = version;
    }

    /** A leader has answered within PEER_TIMEOUT. */
    @Override
    public boolean isHealthy() {
        return fresh() != null;
    }

    @Override
    public ResourceMetrics ownMetrics() {
        return sight.metrics();
    }

    @Override
    public Optional<String> notice() {
        return fresh() != null
                ? Optional.empty()
                : Optional.of(
                        """
                        NO LEADER: no voter of RINGRIFT_P2P_VOTERS has answered for %.0f s as one \
                        that leads. Running jobs go on, and their results wait on this disk; are \
                        the voters up, and can this machine reach them?\
                        """
                                .formatted(seconds(timing.peerTimeout())));
    }

    private @Nullable Contact fresh() {
        return sight.contact()
                .filter(last -> silence(last).compareTo(timing.peerTimeout()) <= 0)
                .orElse(null);
    }

    private Duration silence(Contact last) {
        return Duration.ofNanos(Math.max(0, nanos.nanos() - last.atNanos()));
    }

    @Override
    public StatusView status(int port) {
        Contact last = sight.contact().orElse(null);
        Contact fresh = fresh();
        NodeId leader = fresh == null ? null : fresh.leader();
        double uptime = seconds(Duration.ofNanos(nanos.nanos() - startedNanos));
        int votersAlive = fresh == null ? 0 : voters.quorumSize();
        Map<JobType, Integer> attempts = sight.attempts();
        StatusView.NodeView own = own(port, last, attempts);
        Map<String, StatusView.NodeView> peers = new TreeMap<>();
        Map<String, StatusView.PeerView> all = new TreeMap<>();
        all.put(self.id().value(), inShort(self.id(), last));
        if (fresh != null) {
            peers.put(fresh.leader().value(), leader(fresh));
            all.put(fresh.leader().value(), inShort(fresh.leader(), fresh));
        }
        return new StatusView(
                notice().orElse(null),
                self.id(),
                NodeRole.FOLLOWER,
                leader,
                leader,
                last == null ? Epoch.NONE : last.epoch(),
                null,
                false,
                version,
                uptime,
                uptime,
                1 + peers.size(),
                0,
                0,
                fresh != null,
                votersAlive,
                voters.quorumSize(),
                new StatusView.VoterHealth(votersAlive, voters.all().size(), fresh != null),
                own,
                peers,
                all,
                0,
                attempts.values().stream().mapToInt(Integer::intValue).sum(),
                attempts.getOrDefault(JobType.SELFPLAY, 0),
                attempts.getOrDefault(JobType.TRAINING, 0),
                false,
                new StatusView.TimingView(
                        seconds(timing.heartbeatInterval()),
                        seconds(timing.peerTimeout()),
                        seconds(timing.leaderLease())),
                false,
                Map.of());
    }

    private StatusView.NodeView own(
            int port, @Nullable Contact last, Map<JobType, Integer> attempts) {
        ResourceMetrics metrics = sight.metrics();
        Overload overload = Overload.of(metrics, thresholds);
        return view(
                self.id(),
                self.bindAddress(),
                port,
                NodeRole.FOLLOWER,
                overload.isOverloaded() ? NodeHealth.DEGRADED : NodeHealth.HEALTHY,
                overload.reason(),
                metrics,
                overload.isOverloaded(),
                attempts,
                last == null ? 0 : unixSeconds(last.at()));
    }

    /** Of the leader only that it answers, and where it listens. */
    private StatusView.NodeView leader(Contact contact) {
        VoterAddress address = voters.find(contact.leader()).orElse(null);
        return view(
                contact.leader(),
                address == null ? "" : address.host(),
                address == null ? 0 : address.httpPort(),
                NodeRole.LEADER,
                NodeHealth.HEALTHY,
                "",
                ResourceMetrics.UNKNOWN,
                false,
                Map.of(),
                unixSeconds(contact.at()));
    }

    private StatusView.NodeView view(
            NodeId id,
            String host,
            int port,
            NodeRole role,
            NodeHealth health,
            String reason,
            ResourceMetrics metrics,
            boolean overloaded,
            Map<JobType, Integer> attempts,
            double lastHeartbeat) {
        return new StatusView.NodeView(
                id,
                host,
                port,
                role,
                health,
                reason,
                LoadScore.of(metrics),
                overloaded,
                metrics.cpuPercent(),
                metrics.memoryPercent(),
                metrics.diskPercent(),
                metrics.gpuPercent(),
                metrics.gpuMemoryPercent(),
                metrics.hasGpu() ? metrics.gpus().getFirst().name() : "",
                gpus.power(metrics.gpus()),
                attempts.getOrDefault(JobType.SELFPLAY, 0),
                attempts.getOrDefault(JobType.TRAINING, 0),
                lastHeartbeat,
                true,
                false,
                false);
    }

    private StatusView.PeerView inShort(NodeId id, @Nullable Contact last) {
        return new StatusView.PeerView(
                id,
                true,
                NodeHealth.HEALTHY,
                last == null ? 0 : seconds(silence(last)),
                last == null ? 0 : unixSeconds(last.at()));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    private static double unixSeconds(Instant instant) {
        return instant.toEpochMilli() / 1_000.0;
    }
}
