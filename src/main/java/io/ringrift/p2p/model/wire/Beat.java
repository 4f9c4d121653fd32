package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A heartbeat: {@code POST /peers/{node_id}/heartbeat}. The answer is a {@link BeatReply}; it comes
 * at once when there is something to do, else when {@code waitMillis} are over.
 *
 * @param incarnation drawn anew at every start of the agent
 * @param sequence 1, 2, … within the incarnation
 * @param version of the agent's program
 * @param host name of the machine
 * @param offered what the node offers to jobs in all, running ones included
 * @param metrics its latest probe
 * @param attempts every attempt it knows and whose end is not yet accepted
 * @param labels what the node says of itself, or null from an agent that does not speak of labels
 * @param expectedGpus how many GPUs it should have, if it was told
 * @param freeSlots attempts of one core that it could take in beside those that it has
 * @param at its own wall clock, to find one that is wrong
 * @param waitMillis how long the answer may be held back, 0 to 60,000
 * @param dataUrl where other nodes reach its doors, such as {@code http://10.0.0.7:8770}, or null
 *     when nobody can dial it
 */
public record Beat(
        UUID incarnation,
        long sequence,
        String version,
        String host,
        Resources offered,
        ResourceMetrics metrics,
        List<RunningAttempt> attempts,
        @Nullable Map<String, String> labels,
        @Nullable Integer expectedGpus,
        @Nullable Integer freeSlots,
        @Nullable Instant at,
        long waitMillis,
        @Nullable URI dataUrl) {

    /** What agents of the first release say. */
    public Beat(
            UUID incarnation,
            long sequence,
            String version,
            String host,
            Resources offered,
            ResourceMetrics metrics,
            List<RunningAttempt> attempts,
            long waitMillis) {
        this(
                incarnation,
                sequence,
                version,
                host,
                offered,
                metrics,
                attempts,
                null,
                null,
                null,
                null,
                waitMillis,
                null);
    }

    public Beat {
        attempts = List.copyOf(attempts);
    }
}
