package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.FailJob;
import io.ringrift.p2p.engine.Command.LoseAttempt;
import io.ringrift.p2p.engine.Command.NoteLateReport;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.OnLost;
import io.ringrift.p2p.model.Presence;

import org.jspecify.annotations.Nullable;

/** What becomes of the work of a node that is gone, and of what it says when it returns. */
final class LossRules {

    private LossRules() {}

    /**
     * Ends an attempt with its node as far as the fence allows. A person who retired the node
     * vouches for the death of everything on it.
     */
    static Decision lose(ClusterState state, LoseAttempt c) {
        Job job = state.open().get(c.jobId());
        Attempt attempt = job == null ? null : AttemptRules.live(job, c.attempt(), c.token());
        ClusterNode node = state.nodes().get(c.node());
        if (job == null || attempt == null || !attempt.node().equals(c.node())) {
            return AttemptRules.stale(c.jobId(), c.attempt());
        }
        if (node == null) {
            return new Refused(new Rejection.UnknownNode(c.node()));
        }
        OnLost onLost = state.policy().nodeRules().onLost(job.spec().type());
        boolean vouched = node.presence() == Presence.RETIRED;
        if (!vouched && node.presence() != Presence.OFFLINE) {
            return new Refused(new Rejection.NodeNotGone(c.node(), node.presence()));
        }
        FailJob lost =
                new FailJob(
                        c.at(),
                        c.jobId(),
                        c.attempt(),
                        c.token(),
                        ExitReason.LOST,
                        null,
                        c.message(),
                        0);
        boolean mayMove =
                switch (onLost) {
                    case REQUEUE, FAIL -> true;
                    case REQUEUE_WHEN_DEAD -> vouched || c.certainlyDead();
                    case WAIT -> vouched;
                };
        if (!mayMove) {
            return new Refused(new Rejection.FenceHolds(c.jobId(), c.attempt(), onLost));
        }
        return onLost == OnLost.FAIL
                ? AttemptRules.giveUp(
                        lost, attempt, "its job type does not survive the loss of a node")
                : AttemptRules.fail(state, lost);
    }

    /** The first late word of an ended attempt is kept; what was counted says nothing late. */
    static Decision noteLate(ClusterState state, NoteLateReport c) {
        Job job = state.job(c.jobId());
        Attempt attempt = job == null ? null : find(job, c.token());
        if (attempt == null || attempt.isLive()) {
            return AttemptRules.stale(c.jobId(), attempt == null ? 0 : attempt.number());
        }
        return attempt.late() != null || attempt.reason() == c.report().said()
                ? Accepted.of()
                : Accepted.of(new Event.LateReportNoted(c.jobId(), attempt.number(), c.report()));
    }

    private static @Nullable Attempt find(Job job, AttemptToken token) {
        return job.attempts().stream()
                .filter(attempt -> attempt.token().equals(token))
                .findFirst()
                .orElse(null);
    }
}
