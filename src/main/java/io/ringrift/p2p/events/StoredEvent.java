package io.ringrift.p2p.events;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;

import java.util.List;

/**
 * An event as it is kept and sent.
 *
 * @param id its place in the log
 * @param type its wire name; empty for a mark, which is no event: up to here nothing is missing
 * @param jobs that it is about
 * @param nodes that it is about
 * @param json what clients get
 */
record StoredEvent(EventId id, String type, List<JobId> jobs, List<NodeId> nodes, String json) {

    static StoredEvent mark(EventId id) {
        return new StoredEvent(id, "", List.of(), List.of(), "");
    }

    boolean isMark() {
        return type.isEmpty();
    }
}
