package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.ResourceMetrics;
import io.ringrift.p2p.model.Resources;

import java.util.List;
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
 * @param waitMillis how long the answer may be held back, 0 to 60,000
 */
public record Beat(
        UUID incarnation,
        long sequence,
        String version,
        String host,
        Resources offered,
        ResourceMetrics metrics,
        List<RunningAttempt> attempts,
        long waitMillis) {

    public Beat {
        attempts = List.copyOf(attempts);
    }
}
