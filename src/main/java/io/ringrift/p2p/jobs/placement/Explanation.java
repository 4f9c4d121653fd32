package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Why a job waits, or where it goes.
 *
 * @param goesTo the node that it gets in the next round, or null when it waits
 * @param notBefore end of its back-off, when it is in one
 * @param ahead jobs before it in the queue
 * @param queued jobs in the queue
 * @param nodes what each node says, by id, once those ahead have got theirs
 * @param suggestions single changes that would start it, the one that costs least first
 */
public record Explanation(
        @Nullable NodeId goesTo,
        @Nullable Instant notBefore,
        int ahead,
        int queued,
        List<Verdict> nodes,
        List<Suggestion> suggestions) {

    /**
     * What one node says.
     *
     * @param node which
     * @param obstacle the first rule that keeps the job off it, or null when none does
     * @param sentence the same with its numbers
     * @param score how good it would be, or null with an obstacle
     * @param drift how fast it was at this kind of work against what its hardware promises, 1 when
     *     nothing is known
     */
    public record Verdict(
            NodeId node,
            @Nullable Obstacle obstacle,
            String sentence,
            @Nullable Score score,
            double drift) {}

    /** How many nodes have which obstacle. */
    public Map<Obstacle, Integer> counts() {
        Map<Obstacle, Integer> counts = new EnumMap<>(Obstacle.class);
        for (Verdict verdict : nodes) {
            if (verdict.obstacle() != null) {
                counts.merge(verdict.obstacle(), 1, Integer::sum);
            }
        }
        return counts;
    }
}
