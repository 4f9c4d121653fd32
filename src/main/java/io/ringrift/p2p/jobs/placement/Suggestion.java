package io.ringrift.p2p.jobs.placement;

import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One change that lets a job start, found by planning with it.
 *
 * @param change what kind of change
 * @param field the field of the request that changes, or null for none
 * @param value what it becomes: a number, a string or a list; null when it is to be left out
 * @param sentence the same for people
 * @param until when the job starts by itself, for {@link Change#WAIT}
 * @param changed what to submit in its place, or null when the job itself stays as it is
 */
public record Suggestion(
        Change change,
        @Nullable String field,
        @Nullable Object value,
        String sentence,
        @Nullable Instant until,
        @Nullable JobSpec changed) {

    /** Kinds of change, the one that costs least first. */
    public enum Change {
        /** Nothing; the job is in back-off. */
        WAIT,
        RAISE_PRIORITY,
        /** Somebody lets a cordoned node have new work. */
        UNCORDON_NODE,
        SHARE_THE_NODE,
        LESS_MEMORY,
        LESS_DISK,
        FEWER_CPUS,
        LESS_GPU_MEMORY,
        ANY_GPU_MODEL,
        DROP_LABEL,
        FEWER_GPUS,
        ANY_NODE
    }

    static Suggestion until(Instant until) {
        return new Suggestion(
                Change.WAIT,
                null,
                null,
                "Wait until its back-off ends at " + until + ".",
                until,
                null);
    }

    static Suggestion uncordon(NodeId node) {
        return new Suggestion(
                Change.UNCORDON_NODE, "node_id", node, "Uncordon node " + node + ".", null, null);
    }

    static Suggestion of(
            Change change, String field, @Nullable Object value, String sentence, JobSpec changed) {
        return new Suggestion(change, field, value, sentence, null, changed);
    }
}
