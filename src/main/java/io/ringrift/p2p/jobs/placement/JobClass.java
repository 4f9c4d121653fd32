package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.Needs;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Requirements;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.TreeSet;

/**
 * Jobs that are the same to placement. Nodes are looked at once per class, not once per job.
 *
 * @param failedOn nodes where an attempt ended badly
 * @param stopping the job itself when an attempt of it still has a place somewhere: it shares its
 *     class with nobody
 */
record JobClass(
        JobType type,
        String configKey,
        Resources resources,
        @Nullable Requirements requires,
        @Nullable NodeId pinnedNode,
        @Nullable Needs needs,
        Set<NodeId> failedOn,
        @Nullable JobId stopping) {

    static JobClass of(JobSpec spec) {
        return of(spec, Set.of(), null);
    }

    static JobClass of(ClusterState state, Job job) {
        return job.attempts().isEmpty()
                ? of(job.spec())
                : of(job.spec(), failedOn(job), isStopping(state, job) ? job.id() : null);
    }

    static JobClass of(JobSpec spec, Set<NodeId> failedOn, @Nullable JobId stopping) {
        return new JobClass(
                spec.type(),
                spec.configKey(),
                spec.resources(),
                spec.requires(),
                spec.pinnedNode(),
                spec.needs(),
                failedOn,
                stopping);
    }

    static Set<NodeId> failedOn(Job job) {
        Set<NodeId> nodes = new TreeSet<>();
        for (Attempt attempt : job.attempts()) {
            if (attempt.reason() != null && isBad(attempt.reason())) {
                nodes.add(attempt.node());
            }
        }
        return nodes;
    }

    static boolean isStopping(ClusterState state, Job job) {
        return job.attempts().stream()
                .map(attempt -> state.nodes().get(attempt.node()))
                .anyMatch(node -> node != null && node.holds().containsKey(job.id()));
    }

    private static boolean isBad(ExitReason reason) {
        return switch (reason) {
            case DONE, CANCELLED, PREEMPTED -> false;
            case FAILED, TRY_AGAIN, OOM, TIMEOUT, LOST, REJECTED, STALLED -> true;
        };
    }
}
