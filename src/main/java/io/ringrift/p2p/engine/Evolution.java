package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Event.AttemptReleased;
import io.ringrift.p2p.engine.Event.BatchCompleted;
import io.ringrift.p2p.engine.Event.BatchFailed;
import io.ringrift.p2p.engine.Event.ClusterFounded;
import io.ringrift.p2p.engine.Event.JobAssigned;
import io.ringrift.p2p.engine.Event.JobCancelled;
import io.ringrift.p2p.engine.Event.JobCompleted;
import io.ringrift.p2p.engine.Event.JobFailed;
import io.ringrift.p2p.engine.Event.JobRequeued;
import io.ringrift.p2p.engine.Event.JobStarted;
import io.ringrift.p2p.engine.Event.JobSubmitted;
import io.ringrift.p2p.engine.Event.JobsForgotten;
import io.ringrift.p2p.engine.Event.KeysForgotten;
import io.ringrift.p2p.engine.Event.LateReportNoted;
import io.ringrift.p2p.engine.Event.LeadershipClaimed;
import io.ringrift.p2p.engine.Event.LeaseReleased;
import io.ringrift.p2p.engine.Event.LeaseRenewed;
import io.ringrift.p2p.engine.Event.ManifestRecorded;
import io.ringrift.p2p.engine.Event.NodesForgotten;
import io.ringrift.p2p.engine.Event.OfNode;
import io.ringrift.p2p.engine.Event.PartMade;
import io.ringrift.p2p.engine.Event.PartRestored;
import io.ringrift.p2p.engine.Event.PolicySet;
import io.ringrift.p2p.engine.Event.RestoreAborted;
import io.ringrift.p2p.engine.Event.RestoreBegun;
import io.ringrift.p2p.engine.Event.RestoreFinished;
import io.ringrift.p2p.engine.Event.RulesVersionRaised;
import io.ringrift.p2p.engine.Event.SubmissionRepeated;
import io.ringrift.p2p.engine.Event.VoterEnrolled;
import io.ringrift.p2p.engine.Event.VoterForgotten;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;

/** Takes facts in. Total: an event that fits nothing leaves the state as it is. */
public final class Evolution {

    private Evolution() {}

    /** The state after the event, with what is to be told to the outside of it. */
    public static ClusterState evolve(ClusterState state, Event event) {
        return Posting.of(state, event, taken(state, event));
    }

    private static ClusterState taken(ClusterState state, Event event) {
        return switch (event) {
            case JobSubmitted e -> JobEvolution.submitted(state, e);
            case SubmissionRepeated _ -> state;
            case JobAssigned e -> JobEvolution.assigned(state, e);
            case PartMade e -> BatchEvolution.made(state, e);
            case BatchCompleted e -> BatchEvolution.completed(state, e);
            case BatchFailed e -> BatchEvolution.failed(state, e);
            case JobStarted e -> JobEvolution.started(state, e);
            case JobRequeued e -> JobEvolution.requeued(state, e);
            case JobCompleted e -> JobEvolution.completed(state, e);
            case JobFailed e -> JobEvolution.failed(state, e);
            case JobCancelled e -> JobEvolution.cancelled(state, e);
            case AttemptReleased e ->
                    state.withNodes(JobEvolution.release(state.nodes(), e.node(), e.jobId()));
            case JobsForgotten e ->
                    state.withFinished(
                            state.finished().minusAll(e.jobs()),
                            state.tally().someForgotten(e.jobs().size()));
            case KeysForgotten e -> forgetKeys(state, e);
            case LateReportNoted e -> JobEvolution.reportedLate(state, e);
            case OfNode e -> NodeEvolution.evolve(state, e);
            case NodesForgotten e -> forgetNodes(state, e);
            case ManifestRecorded e -> record(state, e);
            case TrainingEvent e -> TrainingEvolution.evolve(state, e);
            case DataEvent e -> KeepingRules.evolve(state, e);
            case WebhookEvent e -> WebhookEvolution.evolve(state, e);
            case LeadershipClaimed e ->
                    state.withLease(new Lease(e.holder(), e.epoch(), e.at(), e.duration()));
            case LeaseRenewed e ->
                    state.withLease(
                            new Lease(
                                    state.lease().holder(),
                                    state.lease().epoch(),
                                    e.at(),
                                    e.duration()));
            case LeaseReleased e ->
                    state.withLease(
                            new Lease(
                                    null, state.lease().epoch(), e.at(), state.lease().duration()));
            case PolicySet e -> state.withPolicy(e.policy());
            case ClusterFounded e -> state.withCharter(state.charter().founded(e.clusterId()));
            case VoterEnrolled e ->
                    state.withCharter(state.charter().enrolled(e.node(), e.incarnation()));
            case RestoreBegun e -> RestoreEvolution.begun(state, e);
            case PartRestored e -> RestoreEvolution.merged(state, e.part());
            case RestoreFinished e -> RestoreEvolution.finished(state, e.at());
            case RestoreAborted _ -> RestoreEvolution.aborted(state);
            case RulesVersionRaised e -> state.withRules(e.version());
            case VoterForgotten e -> state.withCharter(state.charter().forgotten(e.node()));
        };
    }

    private static ClusterState forgetKeys(ClusterState state, KeysForgotten e) {
        var keys = state.keys();
        for (var job : e.jobs()) {
            var key = state.keysByAge().get(job);
            if (key != null) {
                keys = keys.minus(key);
            }
        }
        return state.withKeys(keys, state.keysByAge().minusAll(e.jobs()));
    }

    private static ClusterState forgetNodes(ClusterState state, NodesForgotten e) {
        Catalogue catalogue = state.catalogue();
        for (NodeId node : e.nodes()) {
            catalogue = catalogue.forgotten(node);
        }
        return state.withNodes(state.nodes().minusAll(e.nodes()))
                .withCatalogue(catalogue)
                .withOutbox(WebhookEvolution.withoutAlarmsOf(state.outbox(), e.nodes()));
    }

    private static ClusterState record(ClusterState state, ManifestRecorded e) {
        ClusterNode node = state.nodes().get(e.node());
        return node == null
                ? state
                : state.withCatalogue(
                        state.catalogue()
                                .recorded(
                                        // Names that the state knows already are kept once.
                                        node.id(),
                                        new Catalogue.Mark(node.incarnation(), e.version()),
                                        e.base() == 0,
                                        e.added(),
                                        e.removed()));
    }
}
