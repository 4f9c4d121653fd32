package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

/**
 * A node as the leader sees it now: its record in the log and its live condition.
 *
 * @param node what the log has
 * @param barrier why it gets no new job at all at the moment, or null when it may
 * @param condition half a sentence with the numbers behind the barrier, empty without one
 * @param impaired alive, but served last
 * @param power nominal speed of its strongest GPU, H100 = 1.0, or that of a processor
 * @param load load score from outside the cluster's own jobs, 0 to 1
 */
public record Candidate(
        ClusterNode node,
        @Nullable Obstacle barrier,
        String condition,
        boolean impaired,
        double power,
        double load) {

    /** A node that nothing is wrong with. */
    public static Candidate healthy(ClusterNode node, double power, double load) {
        return new Candidate(node, null, "", false, power, load);
    }

    public static Candidate barred(ClusterNode node, Obstacle barrier, String condition) {
        return new Candidate(node, barrier, condition, false, 0, 0);
    }
}
