package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Event.BatchCompleted;
import io.ringrift.p2p.engine.Event.BatchFailed;
import io.ringrift.p2p.engine.Event.PartMade;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;

/** What the making and the ends of parts do to the whole. */
final class BatchEvolution {

    private BatchEvolution() {}

    static ClusterState made(ClusterState state, PartMade e) {
        Job whole = state.open().get(e.jobId());
        if (whole == null) {
            return state;
        }
        Job given = whole.given(e.games(), e.at());
        Job part = Job.submitted(e.part(), whole.spec().part(e.jobId(), e.games()), e.at());
        var queue = state.queue().plus(QueueKey.of(part));
        return state.withOpen(
                state.open().plus(whole.id(), given).plus(part.id(), part),
                given.isQueued() ? queue : queue.minus(QueueKey.of(whole)),
                state.nodes(),
                state.tally().oneSubmitted());
    }

    /**
     * The state in which a part has just ended.
     *
     * @param games that it brought
     */
    static ClusterState partEnded(ClusterState state, Job part, long games) {
        JobId wholeId = part.spec().partOf();
        Job whole = wholeId == null ? null : state.open().get(wholeId);
        return whole == null
                ? state
                : state.withOpen(
                        state.open().plus(whole.id(), whole.partEnded(games)),
                        state.queue(),
                        state.nodes(),
                        state.tally());
    }

    /** Its games were counted with the parts. */
    static ClusterState completed(ClusterState state, BatchCompleted e) {
        Job whole = state.open().get(e.jobId());
        return whole == null
                ? state
                : state.finish(
                        whole.completedInParts(e.at()),
                        state.nodes(),
                        state.tally().oneCompleted(0));
    }

    static ClusterState failed(ClusterState state, BatchFailed e) {
        Job whole = state.open().get(e.jobId());
        return whole == null
                ? state
                : state.finish(
                        whole.failedInParts(e.at(), "part " + e.part() + " failed: " + e.message()),
                        state.nodes(),
                        state.tally().oneFailed());
    }
}
