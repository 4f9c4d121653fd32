package io.ringrift.p2p.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.model.AttemptTokens;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.GpuTable;
import io.ringrift.p2p.model.LoadLimit;
import io.ringrift.p2p.model.NodeHealth;
import io.ringrift.p2p.peers.Peer;
import io.ringrift.p2p.peers.PeerHealth;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Hands queued jobs to nodes: one round looks at the state and proposes, the log verifies. */
final class Dispatcher {

    private static final int MOST_PER_ROUND = 500;
    private static final int LOOK_AT = 5_000;

    private final CommandLog log;
    private final CommandGate gate;
    private final PeerRegistry peers;
    private final GpuTable gpus;
    private final LoadLimit limit;
    private final AttemptTokens tokens;
    private final Clock clock;
    private final Counter dispatched;
    private final Counter refused;

    Dispatcher(
            CommandLog log,
            CommandGate gate,
            PeerRegistry peers,
            GpuTable gpus,
            LoadLimit limit,
            AttemptTokens tokens,
            Clock clock,
            MeterRegistry meters) {
        this.log = log;
        this.gate = gate;
        this.peers = peers;
        this.gpus = gpus;
        this.limit = limit;
        this.tokens = tokens;
        this.clock = clock;
        this.dispatched = meters.counter("ringrift.p2p.jobs.dispatched");
        this.refused = meters.counter("ringrift.p2p.jobs.dispatch.refused");
    }

    /**
     * Assigns what can be assigned now; a refused plan is normal and made anew in the next round.
     */
    void round(Epoch epoch) {
        ClusterState state = log.picture().state();
        if (state.queue().isEmpty()) {
            return;
        }
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        for (Placement.Assignment one :
                Placement.place(
                        state, clock.instant(), candidates(state), MOST_PER_ROUND, LOOK_AT)) {
            pending.add(
                    log.submit(
                            new Command.AssignJob(
                                    clock.instant(),
                                    epoch,
                                    one.jobId(),
                                    one.attempt(),
                                    one.node(),
                                    tokens.next())));
        }
        for (CompletableFuture<Applied> one : pending) {
            boolean accepted = gate.await(one).decision() instanceof Decision.Accepted;
            (accepted ? dispatched : refused).increment();
        }
    }

    private List<Placement.Candidate> candidates(ClusterState state) {
        List<Placement.Candidate> candidates = new ArrayList<>();
        for (Peer peer : peers.all()) {
            ClusterNode node = state.nodes().get(peer.id());
            if (node == null || !node.takesWork()) {
                continue;
            }
            PeerHealth health = peers.health(peer, node);
            if (health.takesWork() && limit.admits(health.outsideLoad())) {
                candidates.add(
                        new Placement.Candidate(
                                peer.id(),
                                node.free(),
                                health.health() == NodeHealth.DEGRADED,
                                gpus.power(peer.beat().metrics().gpus()),
                                health.outsideLoad()));
            }
        }
        return candidates;
    }
}
