package io.ringrift.p2p.sync;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.data.DataKey;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the last tries: what has failed is left alone for a while, what has arrived is not
 * sent again before its node could say so. In memory only.
 */
final class Rests {

    /** A node says by itself what it has got; until then nobody sends it again. */
    static final Duration SETTLE = Duration.ofSeconds(60);

    static final Duration FIRST_REST = Duration.ofSeconds(30);
    static final Duration LONGEST_REST = Duration.ofHours(1);

    /** People who cancel a job do not want it back at once. */
    static final Duration REST_AFTER_CANCEL = Duration.ofMinutes(10);

    private static final int MAX_NOTES = 100_000;

    private record Pair(NodeId receiver, DataKey key) {}

    private record Note(boolean arrived, int failures, long untilNanos) {}

    private final Map<Pair, Note> notes = new HashMap<>();

    void clear() {
        notes.clear();
    }

    /**
     * Takes in which jobs have ended.
     *
     * @param before jobs that were not seen to have ended
     */
    void look(ClusterState state, Map<JobId, Underway.Move> before, Underway underway, long now) {
        before.forEach(
                (id, move) -> {
                    Job job = state.finished().get(id);
                    if (!underway.moves().containsKey(id)
                            && job != null
                            && move.receiver() != null) {
                        note(job.status(), move.receiver(), move.order().files(), now);
                    }
                });
        notes.keySet().removeIf(pair -> hasArrived(state, pair));
        notes.values().removeIf(note -> !note.arrived() && isOver(note, now));
        notes.replaceAll(
                (_, note) ->
                        note.arrived() && now - note.untilNanos() > 0 ? failed(note, now) : note);
        notes.forEach(
                (pair, note) -> {
                    if (note.arrived()) {
                        underway.hasJustArrived(pair.receiver(), pair.key());
                    }
                });
    }

    /** A job that says that all is well and brings nothing has failed, too. */
    private static Note failed(@Nullable Note last, long now) {
        int failures = last == null ? 0 : last.failures();
        return new Note(false, failures + 1, now + rest(failures).toNanos());
    }

    private static boolean hasArrived(ClusterState state, Pair pair) {
        var held = state.catalogue().files().get(pair.key());
        return held == null || held.holders().contains(pair.receiver());
    }

    /** Failures are remembered for longer than they hold, so that the next rest is longer. */
    private static boolean isOver(Note note, long now) {
        return now - note.untilNanos() > LONGEST_REST.toNanos();
    }

    private void note(JobStatus status, NodeId receiver, List<DataKey> files, long now) {
        for (DataKey key : files) {
            Pair pair = new Pair(receiver, key);
            Note last = notes.get(pair);
            int failures = last == null ? 0 : last.failures();
            if (last == null && notes.size() >= MAX_NOTES) {
                return;
            }
            notes.put(
                    pair,
                    switch (status) {
                        case COMPLETED -> new Note(true, failures, now + SETTLE.toNanos());
                        case CANCELLED ->
                                new Note(false, failures, now + REST_AFTER_CANCEL.toNanos());
                        case FAILED, PENDING, RUNNING -> failed(last, now);
                    });
        }
    }

    private static Duration rest(int failures) {
        Duration rest = FIRST_REST.multipliedBy(1L << Math.min(failures, 10));
        return rest.compareTo(LONGEST_REST) < 0 ? rest : LONGEST_REST;
    }

    /** Whether a file must not be sent to a node for now. */
    boolean hold(NodeId receiver, DataKey key, long now) {
        Note note = notes.get(new Pair(receiver, key));
        return note != null && !note.arrived() && note.untilNanos() - now > 0;
    }

    /**
     * How long until one of them ends, and with it what may be planned changes.
     *
     * @return nanoseconds, at least 0; {@link Long#MAX_VALUE} when nothing rests
     */
    long nextEnd(long now) {
        long next = Long.MAX_VALUE;
        for (Note note : notes.values()) {
            long left = note.untilNanos() - now;
            if (note.arrived() || left > 0) {
                next = Math.min(next, Math.max(0, left));
            }
        }
        return next;
    }
}
