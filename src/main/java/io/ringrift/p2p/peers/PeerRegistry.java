package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.Progress;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who is alive and how loaded, from the beats; nothing of it is in the log. */
public final class PeerRegistry {

    private final ConcurrentMap<NodeId, Peer> peers = new ConcurrentHashMap<>();
    private final HealthRules rules;
    private final Clock clock;
    private final MonotonicClock nanos;

    PeerRegistry(HealthRules rules, Clock clock, MonotonicClock nanos) {
        this.rules = rules;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Takes a beat in. */
    void heard(NodeId id, Beat beat) {
        peers.put(id, new Peer(id, beat, clock.instant(), nanos.nanos()));
    }

    /** Every node that was heard since this process started. */
    public Collection<Peer> all() {
        return peers.values();
    }

    public Optional<Peer> find(NodeId id) {
        return Optional.ofNullable(peers.get(id));
    }

    /**
     * How a node does now.
     *
     * @param node its record in the state, which tells what its own jobs reserve, if it has one
     */
    public PeerHealth health(Peer peer, @Nullable ClusterNode node) {
        return rules.judge(peer, node, nanos.nanos());
    }

    /** How far an attempt is, as its node last said. */
    public Optional<Progress> progress(NodeId node, JobId job, int attempt) {
        return find(node).stream()
                .flatMap(peer -> peer.beat().attempts().stream())
                .filter(one -> one.jobId().equals(job) && one.attempt() == attempt)
                .flatMap(one -> Optional.ofNullable(one.progress()).stream())
                .findFirst();
    }
}
