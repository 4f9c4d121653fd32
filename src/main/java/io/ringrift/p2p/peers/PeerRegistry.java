package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.model.wire.RunningAttempt;
import io.ringrift.p2p.replication.Standing;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Who is alive and how loaded, from the beats; nothing of it is in the log. */
public final class PeerRegistry {

    private final ConcurrentMap<NodeId, Peer> peers = new ConcurrentHashMap<>();
    private final HealthRules rules;
    private final Clock clock;
    private final MonotonicClock nanos;
    private volatile int votersAlive;
    private volatile @Nullable Instant frozenSince;

    PeerRegistry(HealthRules rules, Clock clock, MonotonicClock nanos) {
        this.rules = rules;
        this.clock = clock;
        this.nanos = nanos;
    }

    /** Takes a beat in. */
    void heard(NodeId id, Beat beat) {
        peers.put(id, new Peer(id, beat, clock.instant(), nanos.nanos()));
    }

    /** How often agents should speak now. */
    Pace pace() {
        return rules.pace(peers.size());
    }

    /** Forgets whom the state has forgotten, once they are silent. */
    void keepOnly(Set<NodeId> known) {
        long limit = pace().peerTimeout().toNanos();
        peers.values()
                .removeIf(
                        peer ->
                                !known.contains(peer.id())
                                        && nanos.nanos() - peer.atNanos() > limit);
    }

    /** Notes since when nobody is called OFFLINE, or null when the leader judges as always. */
    void freeze(@Nullable Instant since) {
        frozenSince = since;
    }

    /**
     * Since when the leader calls nobody OFFLINE, because so many nodes fell silent at once that it
     * may be the one that is cut off; empty in calm weather.
     */
    public Optional<Instant> evictionsFrozenSince() {
        return Optional.ofNullable(frozenSince);
    }

    /** Takes over what the leader knows; nothing when it does not say. */
    void told(Optional<Roster> roster) {
        votersAlive = roster.map(Roster::votersAlive).orElse(0);
        roster.ifPresent(
                known -> {
                    frozenSince = known.evictionsFrozenSince();
                    known.nodes().forEach(this::heardElsewhere);
                });
    }

    /** How this voter stands; how many voters live is the leader's to say. */
    public Standing refined(Standing standing) {
        boolean follows = standing.role() == NodeRole.FOLLOWER && standing.leader() != null;
        return follows && votersAlive > 0
                ? new Standing(
                        standing.role(),
                        standing.ready(),
                        standing.leader(),
                        votersAlive,
                        standing.votersTotal())
                : standing;
    }

    private void heardElsewhere(Roster.Heard heard) {
        Duration ago = Duration.ofMillis(Math.max(0, heard.agoMillis()));
        Peer peer =
                new Peer(
                        heard.nodeId(),
                        heard.beat(),
                        clock.instant().minus(ago),
                        nanos.nanos() - ago.toNanos());
        peers.merge(
                heard.nodeId(),
                peer,
                (known, late) -> known.atNanos() - late.atNanos() > 0 ? known : late);
    }

    /** What this voter knows, for others. */
    Roster roster(int votersAlive) {
        long now = nanos.nanos();
        return new Roster(
                votersAlive,
                frozenSince,
                peers.values().stream()
                        .map(
                                peer ->
                                        new Roster.Heard(
                                                peer.id(),
                                                (now - peer.atNanos()) / 1_000_000,
                                                peer.beat()))
                        .toList());
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
        return rules.judge(peer, node, nanos.nanos(), pace());
    }

    /** How far an attempt is, as its node last said. */
    public Optional<Progress> progress(NodeId node, JobId job, int attempt) {
        return attempt(node, job, attempt).map(RunningAttempt::progress);
    }

    /** An attempt as its node last listed it. */
    Optional<RunningAttempt> attempt(NodeId node, JobId job, int attempt) {
        return find(node).stream()
                .flatMap(peer -> peer.beat().attempts().stream())
                .filter(one -> one.jobId().equals(job) && one.attempt() == attempt)
                .findFirst();
    }
}
