package io.ringrift.p2p.events;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Which events are wanted; empty or null means any.
 *
 * @param types any of these
 * @param job only its timeline
 * @param node only its timeline
 */
record EventFilter(Set<String> types, @Nullable JobId job, @Nullable NodeId node) {

    static final EventFilter ANY = new EventFilter(Set.of(), null, null);

    boolean accepts(StoredEvent event) {
        return !event.isMark()
                && (types.isEmpty() || types.contains(event.type()))
                && (job == null || event.jobs().contains(job))
                && (node == null || event.nodes().contains(node));
    }

    /** Whether a file with these subjects may hold something wanted. */
    boolean mayBeIn(SubjectHashes subjects) {
        return (job == null || subjects.mayHold(job)) && (node == null || subjects.mayHold(node));
    }

    /** Whether it is worth to know the subjects of a file before it is read. */
    boolean asksForSubjects() {
        return job != null || node != null;
    }
}
