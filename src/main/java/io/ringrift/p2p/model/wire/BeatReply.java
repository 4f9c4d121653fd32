package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;

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
 * @param release files that the node is to delete, if any; it says by its manifest that it has
 */
public record BeatReply(
        NodeId leader,
        Epoch epoch,
        long nextBeatMillis,
        List<StartOrder> start,
        List<StopOrder> stop,
        @Nullable List<LogOrder> logs,
        @Nullable String idle,
        @Nullable Long manifest,
        @Nullable List<DataKey> release) {

    /** Files to be deleted that one answer names at most. */
    public static final int MAX_RELEASES = 500;

    public BeatReply {
        start = List.copyOf(start);
        stop = List.copyOf(stop);
        logs = logs == null || logs.isEmpty() ? null : List.copyOf(logs);
        release = release == null || release.isEmpty() ? null : List.copyOf(release);
    }

    /** An answer in which nobody wants to read a log, to a node that is not idle. */
    public BeatReply(
            NodeId leader,
            Epoch epoch,
            long nextBeatMillis,
            List<StartOrder> start,
            List<StopOrder> stop) {
        this(leader, epoch, nextBeatMillis, start, stop, null, null, null, null);
    }
}
