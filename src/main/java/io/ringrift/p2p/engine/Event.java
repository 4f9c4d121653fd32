package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JsonText;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** What happened. An event is a fact: {@link Evolution} takes each one in. */
public sealed interface Event
        permits Event.OfJob,
                Event.OfNode,
                Event.ManifestRecorded,
                Event.NodesForgotten,
                Event.LeadershipClaimed,
                Event.LeaseRenewed,
                Event.LeaseReleased,
                Event.PolicySet,
                Event.KeysForgotten,
                Event.JobsForgotten,
                Event.ClusterFounded,
                Event.VoterEnrolled,
                Event.VoterForgotten,
                Event.RulesVersionRaised,
                Event.RestoreBegun,
                Event.PartRestored,
                Event.RestoreFinished,
                Event.RestoreAborted,
                DataEvent,
                TrainingEvent,
                WebhookEvent {

    /** Events about one job. */
    sealed interface OfJob extends Event {
        JobId jobId();
    }

    record JobSubmitted(
            Instant at, JobId jobId, JobSpec spec, @Nullable IdempotencyKey key, String fingerprint)
            implements OfJob {}

    /** The same key came again; nothing changes, the caller learns which job it was. */
    record SubmissionRepeated(JobId jobId) implements OfJob {}

    record JobAssigned(
            Instant at, JobId jobId, int attempt, NodeId node, AttemptToken token, Epoch epoch)
            implements OfJob {}

    /**
     * A part of a job was made; it is a job of its own from now on.
     *
     * @param jobId the whole
     * @param part its name
     * @param games that it is to play
     */
    record PartMade(Instant at, JobId jobId, JobId part, int games) implements OfJob {}

    /**
     * The last part of a job was counted.
     *
     * @param games of all parts
     * @param parts that it took
     */
    record BatchCompleted(Instant at, JobId jobId, long games, int parts) implements OfJob {}

    /**
     * A job ended because a part of it failed for good.
     *
     * @param part which one
     * @param message why
     */
    record BatchFailed(Instant at, JobId jobId, JobId part, String message) implements OfJob {}

    record JobStarted(Instant at, JobId jobId, int attempt, NodeId node) implements OfJob {}

    record JobCompleted(
            Instant at,
            JobId jobId,
            int attempt,
            NodeId node,
            String outputPath,
            long games,
            JsonText metrics)
            implements OfJob {}

    /**
     * The attempt ended badly and the job waits for another one.
     *
     * @param notBefore end of the back-off, or null when it may run at once
     */
    record JobRequeued(
            Instant at,
            JobId jobId,
            int attempt,
            NodeId node,
            ExitReason reason,
            @Nullable Integer exitCode,
            String message,
            @Nullable Instant notBefore)
            implements OfJob {}

    record JobFailed(
            Instant at,
            JobId jobId,
            int attempt,
            NodeId node,
            ExitReason reason,
            @Nullable Integer exitCode,
            String message)
            implements OfJob {}

    /**
     * The job ended; a live attempt keeps its place on the node until it is released.
     *
     * @param attempt the one that was live, if any
     * @param node where it was live
     */
    record JobCancelled(Instant at, JobId jobId, @Nullable Integer attempt, @Nullable NodeId node)
            implements OfJob {}

    record AttemptReleased(Instant at, NodeId node, JobId jobId, int attempt) implements OfJob {}

    /** A report about an attempt that had ended came in; kept, counted nowhere. */
    record LateReportNoted(JobId jobId, int attempt, Attempt.LateReport report) implements OfJob {}

    /** Events about one node. */
    sealed interface OfNode extends Event {
        NodeId node();
    }

    /**
     * A node came, came back, or offers something else.
     *
     * @param labels what it says of itself, or null when it does not say
     * @param gpus every GPU that it offers, or null when it does not say
     */
    record NodeRegistered(
            Instant at,
            NodeId node,
            UUID incarnation,
            Resources offered,
            @Nullable Labels labels,
            @Nullable List<GpuCard> gpus)
            implements OfNode {}

    record NodeWentOffline(Instant at, NodeId node, Duration silentFor) implements OfNode {}

    /** A node that was OFFLINE, or had said goodbye, is there again. */
    record NodeRecovered(Instant at, NodeId node) implements OfNode {}

    record NodeLeft(Instant at, NodeId node) implements OfNode {}

    record NodeCordoned(Instant at, NodeId node, Mandate mandate) implements OfNode {}

    record NodeUncordoned(Instant at, NodeId node, Mandate mandate) implements OfNode {}

    /** It is being emptied from now on. */
    record NodeDraining(Instant at, NodeId node, Mandate mandate, Drain drain) implements OfNode {}

    record NodeLabelled(Instant at, NodeId node, Mandate mandate, Labels labels)
            implements OfNode {}

    record NodeRetired(Instant at, NodeId node, Mandate mandate) implements OfNode {}

    /**
     * A node's files changed.
     *
     * @param base version of its manifest that this builds on, 0 when it replaces all
     * @param version of its manifest now
     * @param added files that are there now
     * @param removed versions of files that are there no more
     */
    record ManifestRecorded(
            Instant at,
            NodeId node,
            UUID incarnation,
            long base,
            long version,
            List<DataFile> added,
            List<DataKey> removed)
            implements Event {}

    record NodesForgotten(List<NodeId> nodes) implements Event {}

    record LeadershipClaimed(Instant at, NodeId holder, Epoch epoch, Duration duration)
            implements Event {}

    record LeaseRenewed(Instant at, Duration duration) implements Event {}

    record LeaseReleased(Instant at) implements Event {}

    record PolicySet(Policy policy) implements Event {}

    record KeysForgotten(List<JobId> jobs) implements Event {}

    record JobsForgotten(List<JobId> jobs) implements Event {}

    record ClusterFounded(UUID clusterId) implements Event {}

    record VoterEnrolled(NodeId node, UUID incarnation) implements Event {}

    record VoterForgotten(NodeId node) implements Event {}

    record RulesVersionRaised(int version) implements Event {}

    record RestoreBegun(UUID restore, int parts, Epoch backupEpoch) implements Event {}

    record PartRestored(ClusterState part) implements Event {}

    record RestoreFinished(Instant at) implements Event {}

    record RestoreAborted() implements Event {}
}
