package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.model.JobType;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * How types of jobs are spread; the leader's own configuration, since the log verifies any plan.
 *
 * @param packed types that fill a node before they begin another; the others spread out
 * @param withoutGpu types that a GPU does nothing for: they keep off nodes that have one
 */
public record PlacementPolicy(Set<JobType> packed, Set<JobType> withoutGpu) {

    /** All types spread; data is moved by nodes without a GPU. */
    public static final PlacementPolicy DEFAULT =
            new PlacementPolicy(EnumSet.noneOf(JobType.class), EnumSet.of(JobType.SYNC));

    public PlacementPolicy {
        packed = sorted(packed);
        withoutGpu = sorted(withoutGpu);
    }

    private static Set<JobType> sorted(Set<JobType> types) {
        EnumSet<JobType> sorted = EnumSet.noneOf(JobType.class);
        sorted.addAll(types);
        return Collections.unmodifiableSet(sorted);
    }
}
