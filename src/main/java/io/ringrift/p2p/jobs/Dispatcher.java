package io.ringrift.p2p.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.jobs.placement.Candidate;
import io.ringrift.p2p.jobs.placement.PlacementPolicy;
import io.ringrift.p2p.jobs.placement.Plan;
import io.ringrift.p2p.model.AttemptTokens;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.replication.Applied;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Hands queued jobs to nodes: one round looks at the state and proposes, the log verifies. */
final class Dispatcher {

    /** A round's assignments wait for the log together; the next round sees them done. */
    private static final int MOST_PER_ROUND = 1_000;

    private final CommandLog log;
    private final CommandGate gate;
    private final NodeConditions nodes;
    private final PlacementPolicy policy;
    private final JobIds ids;
    private final AttemptTokens tokens;
    private final Clock clock;
    private final DispatchWatch watch;
    private final Counter dispatched;
    private final Counter refused;

    Dispatcher(
            CommandLog log,
            CommandGate gate,
            NodeConditions nodes,
            PlacementPolicy policy,
            JobIds ids,
            AttemptTokens tokens,
            Clock clock,
            DispatchWatch watch,
            MeterRegistry meters) {
        this.log = log;
        this.gate = gate;
        this.nodes = nodes;
        this.policy = policy;
        this.ids = ids;
        this.tokens = tokens;
        this.clock = clock;
        this.watch = watch;
        this.dispatched = meters.counter("ringrift.p2p.jobs.dispatched");
        this.refused = meters.counter("ringrift.p2p.jobs.dispatch.refused");
    }

    /**
     * Assigns what can be assigned now; a refused plan is normal and made anew in the next round.
     */
    void round(Epoch epoch) {
        ClusterState state = log.picture().state();
        if (state.queue().isEmpty()) {
            watch.calm();
            return;
        }
        List<CompletableFuture<Applied>> pending = new ArrayList<>();
        Instant now = clock.instant();
        List<Candidate> candidates = nodes.of(state);
        Plan plan = new Plan(state, now, candidates, policy);
        for (Plan.Assignment one : plan.assign(MOST_PER_ROUND)) {
            pending.add(log.submit(command(epoch, one)));
        }
        boolean any = false;
        for (CompletableFuture<Applied> one : pending) {
            boolean accepted = gate.await(one).decision() instanceof Decision.Accepted;
            (accepted ? dispatched : refused).increment();
            any |= accepted;
        }
        if (any) {
            watch.calm();
        } else {
            watch.nothingDispatched(epoch, state, now, candidates);
        }
    }

    private Command command(Epoch epoch, Plan.Assignment one) {
        return one.games() == 0
                ? new Command.AssignJob(
                        clock.instant(),
                        epoch,
                        one.jobId(),
                        one.attempt(),
                        one.node(),
                        tokens.next())
                : new Command.AssignPart(
                        clock.instant(),
                        epoch,
                        one.jobId(),
                        ids.next(),
                        one.games(),
                        one.node(),
                        tokens.next());
    }
}
