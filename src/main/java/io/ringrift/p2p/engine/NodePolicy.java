package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.OnLost;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What {@code decide} goes by where nodes are concerned.
 *
 * @param maxNodes nodes that the state may know; more are refused with {@link
 *     Rejection.TooManyNodes}
 * @param keepGoneFor how long a node that is gone and holds nothing is remembered
 * @param onLost what becomes of running work of an OFFLINE node, by job type
 */
public record NodePolicy(int maxNodes, Duration keepGoneFor, Map<JobType, OnLost> onLost) {

    /** Training is exclusive; the rest only adds up. */
    public static final NodePolicy DEFAULT =
            new NodePolicy(
                    20_000, Duration.ofDays(7), Map.of(JobType.TRAINING, OnLost.REQUEUE_WHEN_DEAD));

    /** A type that is not named is queued again at once. */
    public NodePolicy {
        Map<JobType, OnLost> sorted = new EnumMap<>(JobType.class);
        for (JobType type : JobType.values()) {
            sorted.put(type, onLost.getOrDefault(type, OnLost.REQUEUE));
        }
        onLost = Collections.unmodifiableMap(sorted);
    }

    /** What becomes of running work of this type. */
    public OnLost onLost(JobType type) {
        return onLost.getOrDefault(type, OnLost.REQUEUE);
    }
}
