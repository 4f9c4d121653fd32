package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * The leader's answer to a {@link Beat}. It describes what should be; an agent that already does so
 * does nothing.
 *
 * @param leader who answers
 * @param epoch of the leader; an agent obeys nothing older than the highest it has seen
 * @param nextBeatMillis when the next beat is due, counted from this answer
 * @param start attempts that should run here and that the beat did not list
 * @param stop attempts that the beat listed and that should not run
 * @param logs logs that somebody wants to read, if any
 * @param idle one sentence why a node that has nothing to do gets nothing, if it has nothing
 * @param manifest version of the node's manifest that the cluster knows, 0 for none, or null from a
 *     leader that does not speak of manifests
 */
public record BeatReply(
        NodeId leader,
        Epoch epoch,
        long nextBeatMillis,
        List<StartOrder> start,
        List<StopOrder> stop,
        @Nullable List<LogOrder> logs,
        @Nullable String idle,
        @Nullable Long manifest) {

    public BeatReply {
        start = List.copyOf(start);
        stop = List.copyOf(stop);
        logs = logs == null || logs.isEmpty() ? null : List.copyOf(logs);
    }

    /** An answer in which nobody wants to read a log, to a node that is not idle. */
    public BeatReply(
            NodeId leader,
            Epoch epoch,
            long nextBeatMillis,
            List<StartOrder> start,
            List<StopOrder> stop) {
        this(leader, epoch, nextBeatMillis, start, stop, null, null, null);
    }
}
