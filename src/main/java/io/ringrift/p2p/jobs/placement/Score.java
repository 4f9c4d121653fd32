package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.NodeProfile.Experience;
import io.ringrift.p2p.model.JobSpec;

import java.time.Duration;
import java.time.Instant;

/**
 * How good a node is for a job: speed × (1 − load/2) × (1 + fill/4) × (1 + recent/10). Each factor
 * says what it is worth against the others, whatever the hardware: reasons in docs/placement.md.
 *
 * @param speed nominal power times what the node has shown at this kind of work
 * @param load load score from outside, 0 to 1
 * @param fill 0 to 1: the free share where jobs spread, the taken share where they pack
 * @param recent whether this kind of work ran there a short while ago
 */
public record Score(double speed, double load, double fill, boolean recent) {

    /** How long a node stays warm for a kind of work. */
    static final Duration RECENT = Duration.ofMinutes(30);

    private static final double OF_LOAD = 0.5;
    private static final double OF_FILL = 0.25;
    private static final double OF_RECENT = 0.1;
    private static final double GPU_UNUSED = 0.5;

    /** The number that is compared, higher is better. */
    public double total() {
        return total(speed, load, fill, recent);
    }

    /** The same without an object, for the many nodes that do not win. */
    static double total(double speed, double load, double fill, boolean recent) {
        return speed * (1 - OF_LOAD * load) * (1 + OF_FILL * fill) * (recent ? 1 + OF_RECENT : 1);
    }

    static double speed(JobSpec spec, Spot spot, Proficiency proficiency, PlacementPolicy policy) {
        if (policy.withoutGpu().contains(spec.type())) {
            return spot.offered().gpuMilli() > 0 ? GPU_UNUSED : 1;
        }
        return spot.candidate().power() * proficiency.factor(spot);
    }

    static double fill(JobSpec spec, Spot spot, PlacementPolicy policy) {
        double free = spot.freeShare(spec);
        return policy.packed().contains(spec.type()) ? 1 - free : free;
    }

    static boolean isRecent(Spot spot, Proficiency proficiency, Instant now) {
        Experience known = proficiency.experience(spot);
        return known != null && !known.lastAt().plus(RECENT).isBefore(now);
    }
}
