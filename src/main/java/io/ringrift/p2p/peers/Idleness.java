package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Place;
import io.ringrift.p2p.engine.QueueKey;
import io.ringrift.p2p.engine.Suitability;
import io.ringrift.p2p.engine.SupplyTable;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.Obstacle;

import org.jspecify.annotations.Nullable;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Why a node without work gets none, by the rules that placement goes by. */
final class Idleness {

    /** Jobs at the front of the queue that are looked at; beats are many. */
    static final int LOOK = 100;

    /** Kinds of needed data that are looked up; each is a walk over files. */
    static final int LOOK_UP = 4;

    private Idleness() {}

    /**
     * One sentence, or null while the node has work or is not known.
     *
     * @param health how it does
     */
    static @Nullable String why(ClusterState state, @Nullable ClusterNode node, PeerHealth health) {
        if (node == null || !node.holds().isEmpty()) {
            return null;
        }
        if (!node.takesWork()) {
            return "it gets no new work: "
                    + (node.status().cordon() == null
                            ? "it is " + node.presence().name().toLowerCase(java.util.Locale.ROOT)
                            : "cordoned, " + node.status().cordon().mandate().reason());
        }
        if (!health.takesWork()) {
            return "it gets no new work: " + health.reason();
        }
        return state.queue().isEmpty() ? "no job waits" : unsuited(state, node);
    }

    private static String unsuited(ClusterState state, ClusterNode node) {
        SupplyTable supplies = new SupplyTable(state);
        Place place = Suitability.place(state, node, supplies);
        Map<Obstacle, Integer> counts = new EnumMap<>(Obstacle.class);
        int looked = 0;
        int suited = 0;
        for (QueueKey key : state.queue()) {
            Job job = state.open().get(key.jobId());
            if (looked == LOOK || supplies.size() == LOOK_UP || job == null) {
                break;
            }
            looked++;
            Obstacle obstacle = Suitability.obstacle(job.id(), job.spec(), place);
            if (obstacle == null) {
                suited++;
            } else {
                counts.merge(obstacle, 1, Integer::sum);
            }
        }
        String reasons =
                counts.entrySet().stream()
                        .map(one -> one.getValue() + " " + one.getKey().wireName())
                        .collect(Collectors.joining(", "));
        return "of the first %d of %d jobs that wait %d could run here%s"
                .formatted(
                        looked,
                        state.queue().size(),
                        suited,
                        reasons.isEmpty() ? "" : "; against the rest: " + reasons);
    }
}
