package io.ringrift.p2p.events;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.DataEvent;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.TrainingEvent;
import io.ringrift.p2p.engine.WebhookEvent;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * In whose timelines an event belongs.
 *
 * @param jobs these jobs'
 * @param nodes and these nodes'
 */
record Subjects(List<JobId> jobs, List<NodeId> nodes) {

    private static final Subjects NOBODY = new Subjects(List.of(), List.of());

    static Subjects of(Event event) {
        return switch (event) {
            case Event.JobSubmitted e -> of(e.jobId(), (NodeId) null);
            case Event.SubmissionRepeated e -> of(e.jobId(), (NodeId) null);
            case Event.JobAssigned e -> of(e.jobId(), e.node());
            case Event.PartMade e -> of(e.jobId(), e.part());
            case Event.BatchCompleted e -> of(e.jobId(), (NodeId) null);
            case Event.BatchFailed e -> of(e.jobId(), e.part());
            case Event.JobStarted e -> of(e.jobId(), e.node());
            case Event.JobCompleted e -> of(e.jobId(), e.node());
            case Event.JobRequeued e -> of(e.jobId(), e.node());
            case Event.JobFailed e -> of(e.jobId(), e.node());
            case Event.JobCancelled e -> of(e.jobId(), e.node());
            case Event.AttemptReleased e -> of(e.jobId(), e.node());
            case Event.LateReportNoted e -> of(e.jobId(), (NodeId) null);
            case Event.OfNode e -> of(e.node());
            case Event.ManifestRecorded e -> of(e.node());
            case TrainingEvent.TrainingDecided e ->
                    e.decision().job() == null ? NOBODY : of(e.decision().job(), (NodeId) null);
            case TrainingEvent.TrainingTriggered e -> of(e.jobId(), (NodeId) null);
            case TrainingEvent.TrainingBroughtNothing e -> of(e.jobId(), (NodeId) null);
            case TrainingEvent.MatchOrdered e -> of(e.jobId(), (NodeId) null);
            case TrainingEvent.MatchRecorded e -> of(e.jobId(), e.node());
            case TrainingEvent.MatchFailed e -> of(e.jobId(), (NodeId) null);
            case TrainingEvent.CandidateRegistered e ->
                    new Subjects(
                            e.jobId() == null ? List.of() : List.of(e.jobId()),
                            e.origin() == null ? List.of() : List.of(e.origin().node()));
            case TrainingEvent.DataQuarantined e ->
                    e.quarantine().scope().node() == null
                            ? NOBODY
                            : of(e.quarantine().scope().node());
            case TrainingEvent _ -> NOBODY;
            case DataEvent.CopiesReleased e -> of(e.node());
            case DataEvent.CopiesDeleted e -> of(e.node());
            case DataEvent _ -> NOBODY;
            case WebhookEvent.AlarmRaised e -> of(e.alarm());
            case WebhookEvent.AlarmEnded e -> of(e.alarm());
            case WebhookEvent _ -> NOBODY;
            case Event.NodesForgotten e -> new Subjects(List.of(), e.nodes());
            case Event.LeadershipClaimed e -> of(e.holder());
            case Event.VoterEnrolled e -> of(e.node());
            case Event.VoterForgotten e -> of(e.node());
            case Event.KeysForgotten e -> new Subjects(e.jobs(), List.of());
            case Event.JobsForgotten e -> new Subjects(e.jobs(), List.of());
            case Event.LeaseRenewed _, Event.LeaseReleased _ -> NOBODY;
            case Event.PolicySet _, Event.ClusterFounded _, Event.RulesVersionRaised _ -> NOBODY;
            case Event.RestoreBegun _, Event.PartRestored _ -> NOBODY;
            case Event.RestoreFinished _, Event.RestoreAborted _ -> NOBODY;
        };
    }

    private static Subjects of(Alarm alarm) {
        return alarm.node() == null ? NOBODY : of(alarm.node());
    }

    private static Subjects of(JobId job, @Nullable NodeId node) {
        return new Subjects(List.of(job), node == null ? List.of() : List.of(node));
    }

    private static Subjects of(JobId whole, JobId part) {
        return new Subjects(List.of(whole, part), List.of());
    }

    private static Subjects of(NodeId node) {
        return new Subjects(List.of(), List.of(node));
    }
}
