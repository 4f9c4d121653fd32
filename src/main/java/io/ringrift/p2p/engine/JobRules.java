package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.CancelJob;
import io.ringrift.p2p.engine.Command.SubmitJob;
import io.ringrift.p2p.engine.Decision.Accepted;
import io.ringrift.p2p.engine.Decision.Refused;
import io.ringrift.p2p.engine.Event.JobSubmitted;
import io.ringrift.p2p.engine.Event.SubmissionRepeated;
import io.ringrift.p2p.engine.TrainingEvent.TrainingTriggered;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;

import java.util.ArrayList;
import java.util.List;

/** How a job comes in and how its owner ends it. */
final class JobRules {

    private JobRules() {}

    static Decision submit(ClusterState state, SubmitJob c) {
        if (c.key() != null) {
            Submission earlier = state.keys().get(c.key());
            if (earlier != null) {
                return earlier.fingerprint().equals(c.fingerprint())
                        ? Accepted.of(new SubmissionRepeated(earlier.jobId()))
                        : new Refused(new Rejection.KeyReused(earlier.jobId()));
            }
        }
        if (state.job(c.jobId()) != null) {
            return new Refused(new Rejection.DuplicateJob(c.jobId()));
        }
        int limit = state.policy().maxOpenJobs();
        if (state.open().size() >= limit) {
            return new Refused(new Rejection.TooManyOpenJobs(limit));
        }
        JobSubmitted submitted =
                new JobSubmitted(c.at(), c.jobId(), c.spec(), c.key(), c.fingerprint());
        TrainingTriggered training = TrainingRules.byHand(state, submitted);
        return training == null ? Accepted.of(submitted) : Accepted.of(training, submitted);
    }

    /**
     * Cancelling twice is fine; cancelling what has ended otherwise is too late. A part goes only
     * with its whole, or the whole would never end.
     */
    static Decision cancel(ClusterState state, CancelJob c) {
        Job job = state.job(c.jobId());
        if (job == null) {
            return new Refused(new Rejection.UnknownJob(c.jobId()));
        }
        if (job.status() == JobStatus.CANCELLED) {
            return Accepted.of();
        }
        if (job.status().isFinal()) {
            return new Refused(new Rejection.JobFinished(job.id(), job.status()));
        }
        JobId whole = job.spec().partOf();
        if (whole != null) {
            return new Refused(new Rejection.PartOfJob(job.id(), whole));
        }
        List<Event> events =
                job.batch() == null
                        ? new ArrayList<>()
                        : BatchRules.cancelled(state, job.id(), null, c.at());
        events.add(BatchRules.cancelled(job, c.at()));
        return new Accepted(events);
    }
}
