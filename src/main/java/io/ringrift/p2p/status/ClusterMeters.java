package io.ringrift.p2p.status;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Tally;
import io.ringrift.p2p.leadership.Leadership;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.Standing;

import java.util.function.ToDoubleFunction;

/** What Prometheus sees of the cluster, read from memory at each scrape. */
final class ClusterMeters implements MeterBinder {

    private static final String PREFIX = "ringrift.p2p.";

    private final CommandLog log;
    private final Leadership leadership;
    private final PeerRegistry peers;
    private final NodeId self;

    ClusterMeters(CommandLog log, Leadership leadership, PeerRegistry peers, NodeId self) {
        this.log = log;
        this.leadership = leadership;
        this.peers = peers;
        this.self = self;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        gauge(registry, "quorum.status", "0 lost, 1 degraded, 2 healthy", _ -> quorum());
        gauge(registry, "peer.count", "nodes alive, this one included", this::alive);
        gauge(
                registry,
                "is.leader",
                "1 while this node may act as leader",
                _ -> leadership.mayAct().isPresent() ? 1 : 0);
        gauge(
                registry,
                "selfplay.jobs",
                "self-play jobs on nodes",
                state -> JobCounts.ofCluster(state).of(JobType.SELFPLAY));
        gauge(
                registry,
                "evictions.frozen",
                "1 while so many nodes are silent at once that none is called offline",
                _ -> peers.evictionsFrozenSince().isPresent() ? 1 : 0);
        gauge(registry, "jobs.queued", "jobs waiting for a node", state -> state.queue().size());
        gauge(registry, "jobs.open", "jobs not yet final", state -> state.open().size());
        gauge(
                registry,
                "log.applied.index",
                "latest applied log entry",
                _ -> log.picture().index());
        counter(
                registry,
                "leader.changes",
                "leaderships since the cluster began",
                state -> state.lease().epoch().value());
        tally(registry, "jobs.completed", Tally::completed);
        tally(registry, "jobs.failed", Tally::failed);
        tally(registry, "jobs.cancelled", Tally::cancelled);
        tally(registry, "games", Tally::games);
    }

    private long alive(ClusterState state) {
        return 1
                + peers.all().stream()
                        .filter(peer -> !peer.id().equals(self))
                        .map(peer -> peers.health(peer, state.nodes().get(peer.id())).health())
                        .filter(NodeHealth::isAlive)
                        .count();
    }

    private int quorum() {
        Standing standing = peers.refined(log.standing());
        if (!standing.quorumOk()) {
            return 0;
        }
        return standing.votersAlive() == standing.votersTotal() ? 2 : 1;
    }

    private void tally(MeterRegistry registry, String name, ToDoubleFunction<Tally> value) {
        counter(
                registry,
                name,
                "since the cluster began",
                state -> value.applyAsDouble(state.tally()));
    }

    private void gauge(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<ClusterState> value) {
        Gauge.builder(PREFIX + name, log, one -> value.applyAsDouble(one.picture().state()))
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    private void counter(
            MeterRegistry registry,
            String name,
            String description,
            ToDoubleFunction<ClusterState> value) {
        FunctionCounter.builder(
                        PREFIX + name, log, one -> value.applyAsDouble(one.picture().state()))
                .description(description)
                .register(registry);
    }
}
