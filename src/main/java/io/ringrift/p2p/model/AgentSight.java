package io.ringrift.p2p.model;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the agent of this node knows, for the doors of the same node; answers from memory. */
public interface AgentSight {

    /**
     * The last answer to a beat.
     *
     * @param leader who answered
     * @param epoch under which it leads
     * @param at when the answer came, for people
     * @param atNanos when the answer came, for measuring
     * @param sentNanos when the beat was sent that it answers
     */
    record Contact(NodeId leader, Epoch epoch, Instant at, long atNanos, long sentNanos) {}

    /** The last answer, or nothing since the start. */
    Optional<Contact> contact();

    /** The latest probe of the machine. */
    ResourceMetrics metrics();

    /** The attempts that the agent holds, by type; types without one are absent. */
    Map<JobType, Integer> attempts();
}
