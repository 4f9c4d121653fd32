package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.leadership.LeaderLoop;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.MonotonicClock;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * The leader's eye on the nodes: it alone calls a node OFFLINE, by its own monotonic clock, and
 * moves what the node was doing as far as the fence allows. A leader that has just been elected, or
 * was itself asleep, gives every node a full PEER_TIMEOUT first.
 */
final class NodeWatch implements LeaderLoop.Round {

    private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);

    private final CommandLog log;
    private final CommandGate gate;
    private final PeerRegistry registry;
    private final Losses losses;
    private final Clock clock;
    private final MonotonicClock nanos;
    private final MassSilence silence = new MassSilence();
    private @Nullable Epoch term;
    private long amnestyFrom;
    private long lastRound;

    NodeWatch(
            CommandLog log,
            CommandGate gate,
            PeerRegistry registry,
            Losses losses,
            Clock clock,
            MonotonicClock nanos) {
        this.log = log;
        this.gate = gate;
        this.registry = registry;
        this.losses = losses;
        this.clock = clock;
        this.nanos = nanos;
    }

    @Override
    public void run(Epoch epoch) {
        long now = nanos.nanos();
        if (!epoch.equals(term) || now - lastRound > registry.pace().suspectAfter().toNanos()) {
            term = epoch;
            amnestyFrom = now;
            silence.forget();
        }
        lastRound = now;
        ClusterState state = log.picture().state();
        registry.keepOnly(state.nodes().keySet());
        markOffline(epoch, state, now);
        losses.round(epoch, log.picture().state(), node -> now - heard(node));
    }

    private void markOffline(Epoch epoch, ClusterState state, long now) {
        Map<NodeId, Long> heard = new TreeMap<>();
        for (ClusterNode node : state.nodes().values()) {
            if (node.presence() == Presence.PRESENT
                    || (node.presence() == Presence.LEFT && !node.holds().isEmpty())) {
                heard.put(node.id(), heard(node.id()));
            }
        }
        boolean wasFrozen = silence.frozenSince().isPresent();
        List<NodeId> due = silence.due(heard, registry.pace(), now);
        tellOfFreeze(wasFrozen, heard.size(), now);
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (NodeId id : due) {
            ClusterNode node = state.nodes().get(id);
            if (node != null) {
                pending.add(
                        log.submit(
                                new Command.MarkNodeOffline(
                                        clock.instant(),
                                        epoch,
                                        id,
                                        node.incarnation(),
                                        Duration.ofNanos(now - heard(id)))));
            }
        }
        for (CompletableFuture<Applied> one : pending) {
            Applied applied = gate.await(one);
            if (applied.decision() instanceof Decision.Accepted
                    && applied.command() instanceof Command.MarkNodeOffline mark) {
                LOG.warn(
                        "Node {} is offline: silent for {} s",
                        mark.node(),
                        mark.silentFor().toSeconds());
            }
        }
    }

    private void tellOfFreeze(boolean wasFrozen, int nodes, long now) {
        boolean isFrozen = silence.frozenSince().isPresent();
        registry.freeze(
                isFrozen
                        ? clock.instant().minusNanos(now - silence.frozenSince().getAsLong())
                        : null);
        if (isFrozen && !wasFrozen) {
            LOG.warn(
                    "More than {} % of {} nodes fell silent at once: this leader may be the one"
                        + " that is cut off, and calls nobody offline until they are back, or for"
                        + " {} times PEER_TIMEOUT.",
                    (int) (MassSilence.SHARE * 100), nodes, MassSilence.GIVEN_UP_AFTER);
        } else if (wasFrozen && !isFrozen) {
            LOG.warn("Nodes that are silent are called offline again.");
        }
    }

    /** Never earlier than this leader could have heard it. */
    private long heard(NodeId id) {
        long from = amnestyFrom;
        return registry.find(id).map(Peer::atNanos).filter(at -> at - from > 0).orElse(from);
    }
}
