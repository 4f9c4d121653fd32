package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.ClusterNode.Hold;
import io.ringrift.p2p.engine.Event.JobAssigned;
import io.ringrift.p2p.engine.Event.JobCancelled;
import io.ringrift.p2p.engine.Event.JobCompleted;
import io.ringrift.p2p.engine.Event.JobFailed;
import io.ringrift.p2p.engine.Event.JobRequeued;
import io.ringrift.p2p.engine.Event.JobStarted;
import io.ringrift.p2p.engine.Event.JobSubmitted;
import io.ringrift.p2p.engine.Event.LateReportNoted;
import io.ringrift.p2p.engine.NodeProfile.Work;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobType;
import io.ringrift.p2p.model.NodeId;

import org.pcollections.TreePMap;

import java.time.Duration;

/** What the events of a job do to the state. */
final class JobEvolution {

    private JobEvolution() {}

    static ClusterState submitted(ClusterState state, JobSubmitted e) {
        Job job = Job.submitted(e.jobId(), e.spec(), e.at());
        ClusterState next =
                state.withOpen(
                        state.open().plus(job.id(), job),
                        state.queue().plus(QueueKey.of(job)),
                        state.nodes(),
                        state.tally().oneSubmitted());
        return e.key() == null
                ? next
                : next.withKeys(
                        state.keys()
                                .plus(e.key(), new Submission(e.jobId(), e.fingerprint(), e.at())),
                        state.keysByAge().plus(e.jobId(), e.key()));
    }

    static ClusterState assigned(ClusterState state, JobAssigned e) {
        Job job = state.open().get(e.jobId());
        ClusterNode node = state.nodes().get(e.node());
        if (job == null || node == null) {
            return state;
        }
        // Names that the state knows already are kept once, not once per attempt.
        Epoch current = state.lease().epoch();
        Epoch epoch = e.epoch().equals(current) ? current : e.epoch();
        Attempt attempt = Attempt.assigned(e.attempt(), e.token(), node.id(), epoch, e.at());
        Hold hold = new Hold(e.attempt(), e.token(), job.spec().resources());
        return state.withOpen(
                state.open().plus(job.id(), job.assigned(attempt)),
                state.queue().minus(QueueKey.of(job)),
                state.nodes().plus(node.id(), begun(state, job, node, e).taken(job.id(), hold)),
                state.tally());
    }

    private static ClusterNode begun(ClusterState state, Job job, ClusterNode node, JobAssigned e) {
        return RulesVersion.havePlacement(state)
                ? node.with(node.profile().begun(Work.of(job.spec()), e.at()))
                : node;
    }

    static ClusterState started(ClusterState state, JobStarted e) {
        Job job = state.open().get(e.jobId());
        return job == null
                ? state
                : state.withOpen(
                        state.open().plus(job.id(), job.started(e.at())),
                        state.queue(),
                        state.nodes(),
                        state.tally());
    }

    static ClusterState requeued(ClusterState state, JobRequeued e) {
        Job job = state.open().get(e.jobId());
        Attempt attempt = job == null ? null : job.liveAttempt();
        if (job == null || attempt == null) {
            return state;
        }
        Job waiting =
                job.requeued(
                        attempt.ended(e.at(), e.reason(), e.exitCode(), e.message()),
                        e.notBefore());
        return state.withOpen(
                state.open().plus(job.id(), waiting),
                state.queue().plus(QueueKey.of(waiting)),
                freed(state, attempt, job, e.reason()),
                state.tally());
    }

    static ClusterState completed(ClusterState state, JobCompleted e) {
        Job job = state.open().get(e.jobId());
        Attempt attempt = job == null ? null : job.liveAttempt();
        if (job == null || attempt == null) {
            return state;
        }
        Job done =
                job.completed(
                        attempt.ended(e.at(), ExitReason.DONE, 0, null),
                        e.outputPath(),
                        e.games(),
                        e.metrics());
        ClusterState next =
                state.finish(
                        done,
                        release(learned(state, job, attempt, e), attempt.node(), job.id()),
                        state.tally().oneCompleted(newGames(job, e.games())));
        return TrainingEvolution.completed(BatchEvolution.partEnded(next, job, e.games()), job, e);
    }

    /** What the node's pace at this kind of work was; a job without games counts as one unit. */
    private static TreePMap<NodeId, ClusterNode> learned(
            ClusterState state, Job job, Attempt attempt, JobCompleted e) {
        ClusterNode node = state.nodes().get(attempt.node());
        if (node == null || attempt.startedAt() == null || !RulesVersion.havePlacement(state)) {
            return state.nodes();
        }
        Duration time = Duration.between(attempt.startedAt(), e.at());
        NodeProfile wiser =
                node.profile().done(Work.of(job.spec()), Math.max(1, e.games()), time, e.at());
        return state.nodes().plus(node.id(), node.with(wiser));
    }

    static ClusterState failed(ClusterState state, JobFailed e) {
        Job job = state.open().get(e.jobId());
        Attempt attempt = job == null ? null : job.liveAttempt();
        if (job == null || attempt == null) {
            return state;
        }
        Job failed = job.failed(attempt.ended(e.at(), e.reason(), e.exitCode(), e.message()));
        ClusterState next =
                state.finish(
                        failed, freed(state, attempt, job, e.reason()), state.tally().oneFailed());
        return TrainingEvolution.ended(BatchEvolution.partEnded(next, job, 0), job, e.at());
    }

    /** The place on the node stays taken until the agent says that nothing is left. */
    static ClusterState cancelled(ClusterState state, JobCancelled e) {
        Job job = state.open().get(e.jobId());
        if (job == null) {
            return state;
        }
        ClusterState next =
                state.finish(job.cancelled(e.at()), state.nodes(), state.tally().oneCancelled());
        return TrainingEvolution.ended(BatchEvolution.partEnded(next, job, 0), job, e.at());
    }

    static ClusterState reportedLate(ClusterState state, LateReportNoted e) {
        Job open = state.open().get(e.jobId());
        Job job = state.job(e.jobId());
        if (job == null || e.attempt() < 1 || e.attempt() > job.attempts().size()) {
            return state;
        }
        Job noted = job.reportedLate(e.attempt(), e.report());
        return open != null
                ? state.withOpen(
                        state.open().plus(job.id(), noted),
                        state.queue(),
                        state.nodes(),
                        state.tally())
                : state.withFinished(state.finished().plus(job.id(), noted), state.tally());
    }

    /** Where a process may still run the place stays taken until its agent has stopped it. */
    private static TreePMap<NodeId, ClusterNode> freed(
            ClusterState state, Attempt attempt, Job job, ExitReason reason) {
        return reason == ExitReason.STALLED
                ? state.nodes()
                : release(state.nodes(), attempt.node(), job.id());
    }

    static TreePMap<NodeId, ClusterNode> release(
            TreePMap<NodeId, ClusterNode> nodes, NodeId nodeId, JobId jobId) {
        ClusterNode node = nodes.get(nodeId);
        return node == null ? nodes : nodes.plus(nodeId, node.released(jobId));
    }

    /** Games that did not exist before; a training or an evaluation makes none for later use. */
    private static long newGames(Job job, long games) {
        return job.spec().type() == JobType.SELFPLAY ? games : 0;
    }
}
