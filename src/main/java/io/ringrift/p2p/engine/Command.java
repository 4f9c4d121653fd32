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
import io.ringrift.p2p.model.data.ReleaseRule;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What somebody wants to happen. The leader stamps time, ids and dice before a command enters the
 * log, so that every replica decides alike.
 */
public sealed interface Command
        permits Command.Fenced,
                Command.SubmitJob,
                Command.CancelJob,
                Command.PurgeDeadLetter,
                Command.StartJob,
                Command.CompleteJob,
                Command.FailJob,
                Command.ReleaseAttempt,
                Command.NoteLateReport,
                Command.OfNode,
                Command.ClaimLeadership,
                DataOrder,
                TrainingOrder,
                WebhookOrder {

    /** When the leader took it in. */
    Instant at();

    /** Commands that only the holder of the current epoch may issue. */
    sealed interface Fenced extends Command
            permits AssignJob,
                    AssignPart,
                    LoseAttempt,
                    RegisterNode,
                    MarkNodeOffline,
                    RecordManifest,
                    ReleaseCopies,
                    RenewLease,
                    ReleaseLease,
                    SetPolicy,
                    Sweep,
                    FoundCluster,
                    EnrolVoter,
                    ForgetVoter,
                    RaiseRulesVersion,
                    BeginRestore,
                    RestorePart,
                    FinishRestore,
                    AbortRestore,
                    TrainingStep,
                    WebhookStep {
        Epoch epoch();
    }

    /**
     * Take a job in.
     *
     * @param key makes a repeated submission the same job, if given
     * @param fingerprint digest of the request body, compared when the key is known already
     */
    record SubmitJob(
            Instant at, JobId jobId, JobSpec spec, @Nullable IdempotencyKey key, String fingerprint)
            implements Command {}

    /** End a job that has not ended. */
    record CancelJob(Instant at, JobId jobId) implements Command {}

    /** Forget a dead letter now, not when it is old. Used under {@link RulesVersion#PLACEMENT}. */
    record PurgeDeadLetter(Instant at, JobId jobId) implements Command {}

    /**
     * Hand a queued job to a node.
     *
     * @param attempt the number that this attempt must get
     */
    record AssignJob(
            Instant at, Epoch epoch, JobId jobId, int attempt, NodeId node, AttemptToken token)
            implements Fenced {}

    /**
     * Make a part of a job that is done in parts, and hand it to a node. Used under {@link
     * RulesVersion#PARTS}.
     *
     * @param jobId the whole
     * @param part the name that the part gets
     * @param games of the part, at most what no part has been given yet
     */
    record AssignPart(
            Instant at,
            Epoch epoch,
            JobId jobId,
            JobId part,
            int games,
            NodeId node,
            AttemptToken token)
            implements Fenced {}

    /** The agent started the process. */
    record StartJob(Instant at, JobId jobId, int attempt, AttemptToken token) implements Command {}

    /** The attempt ended well. */
    record CompleteJob(
            Instant at,
            JobId jobId,
            int attempt,
            AttemptToken token,
            String outputPath,
            long games,
            JsonText metrics)
            implements Command {}

    /**
     * The attempt ended badly.
     *
     * @param jitterMilli thousandths of the back-off to wait, drawn by the leader, 0 to 1,000
     */
    record FailJob(
            Instant at,
            JobId jobId,
            int attempt,
            AttemptToken token,
            ExitReason reason,
            @Nullable Integer exitCode,
            String message,
            int jitterMilli)
            implements Command {

        /** "Done" is no way to fail; kept, it would pass for the counted result later. */
        public FailJob {
            reason = reason == ExitReason.DONE ? ExitReason.FAILED : reason;
        }
    }

    /** Nothing of a stopped attempt is left on its node. */
    record ReleaseAttempt(Instant at, NodeId node, JobId jobId, int attempt, AttemptToken token)
            implements Command {}

    /**
     * An attempt whose node is OFFLINE or retired will report no more.
     *
     * @param certainlyDead whether the agent has killed it by now if it could not renew its lease
     */
    record LoseAttempt(
            Instant at,
            Epoch epoch,
            NodeId node,
            JobId jobId,
            int attempt,
            AttemptToken token,
            boolean certainlyDead,
            String message)
            implements Fenced {}

    /** Keep what an agent reported of an attempt that had ended already. */
    record NoteLateReport(Instant at, JobId jobId, AttemptToken token, Attempt.LateReport report)
            implements Command {}

    /**
     * A node came, came back, or offers something else.
     *
     * @param labels what it says of itself, or null when it does not say
     * @param gpus every GPU that it offers, or null when it does not say
     */
    record RegisterNode(
            Instant at,
            Epoch epoch,
            NodeId node,
            UUID incarnation,
            Resources offered,
            @Nullable Labels labels,
            @Nullable List<GpuCard> gpus)
            implements Fenced {

        public RegisterNode {
            gpus = gpus == null ? null : List.copyOf(gpus);
        }

        /** A node that says nothing of its GPUs. */
        public RegisterNode(
                Instant at,
                Epoch epoch,
                NodeId node,
                UUID incarnation,
                Resources offered,
                @Nullable Labels labels) {
            this(at, epoch, node, incarnation, offered, labels, null);
        }
    }

    /** A node was silent for too long. */
    record MarkNodeOffline(
            Instant at, Epoch epoch, NodeId node, UUID incarnation, Duration silentFor)
            implements Fenced {}

    /**
     * Take in what changed in a node's manifest. Used under {@link RulesVersion#DATA}.
     *
     * @param base version that it builds on, 0 when it replaces all that is known
     * @param version that the node is at with it
     */
    record RecordManifest(
            Instant at,
            Epoch epoch,
            NodeId node,
            UUID incarnation,
            long base,
            long version,
            List<DataFile> added,
            List<DataKey> removed)
            implements Fenced {

        public RecordManifest {
            added = List.copyOf(added);
            removed = List.copyOf(removed);
        }
    }

    /**
     * Let a node delete its copies of some files, as far as nothing refers to them. Used under
     * {@link RulesVersion#RETENTION}.
     *
     * @param rule by which they may go
     * @param copies for {@link ReleaseRule#QUOTA}: so many other nodes must still have each; at
     *     least 1
     * @param files at most {@value #MAX_FILES}
     */
    record ReleaseCopies(
            Instant at, Epoch epoch, NodeId node, ReleaseRule rule, int copies, List<DataKey> files)
            implements Fenced {

        public static final int MAX_FILES = 1_000;

        public ReleaseCopies {
            files = List.copyOf(files);
            if (copies < 1 || files.size() > MAX_FILES) {
                throw new IllegalArgumentException("no copies kept, or too many files at once");
            }
        }
    }

    /** What is said about a node that is known already. */
    sealed interface OfNode extends Command {
        NodeId node();
    }

    /** Its agent says goodbye. */
    record LeaveNode(Instant at, NodeId node, UUID incarnation) implements OfNode {}

    /** Give it no new work. */
    record CordonNode(Instant at, NodeId node, Mandate mandate) implements OfNode {}

    /** Let it have new work again; also takes a drain or a retirement back. */
    record UncordonNode(Instant at, NodeId node, Mandate mandate) implements OfNode {}

    /** Give it no new work and bring what runs to its end. */
    record DrainNode(Instant at, NodeId node, Mandate mandate, Drain drain) implements OfNode {}

    /** Say this of it, in place of what people said before. */
    record LabelNode(Instant at, NodeId node, Mandate mandate, Labels labels) implements OfNode {}

    /** It is gone for good. */
    record RetireNode(Instant at, NodeId node, Mandate mandate) implements OfNode {}

    /** Lead from now on, under the next epoch. */
    record ClaimLeadership(Instant at, NodeId holder, Duration duration) implements Command {}

    /** Go on leading. */
    record RenewLease(Instant at, Epoch epoch, Duration duration) implements Fenced {}

    /** Stop leading. */
    record ReleaseLease(Instant at, Epoch epoch) implements Fenced {}

    /** Decide by these thresholds from now on. */
    record SetPolicy(Instant at, Epoch epoch, Policy policy) implements Fenced {}

    /** Forget what is older than the policy keeps. */
    record Sweep(Instant at, Epoch epoch) implements Fenced {}

    /** Give the cluster its name, once. */
    record FoundCluster(Instant at, Epoch epoch, UUID clusterId) implements Fenced {}

    /** Let this disk vote under this name. */
    record EnrolVoter(Instant at, Epoch epoch, NodeId node, UUID incarnation) implements Fenced {}

    /** The disk known under this name is gone for good; the next one is welcome. */
    record ForgetVoter(Instant at, Epoch epoch, NodeId node) implements Fenced {}

    /**
     * Decide by the next rules from now on; sent once every voter has said that it knows them.
     *
     * @param version one more than the one in force
     */
    record RaiseRulesVersion(Instant at, Epoch epoch, int version) implements Fenced {}

    /**
     * Take a backup in, in place of what an unfinished restore left.
     *
     * @param restore drawn for this attempt
     * @param parts that follow
     * @param backupEpoch in force when the backup was taken
     * @param rulesVersion in force when the backup was taken
     */
    record BeginRestore(
            Instant at, Epoch epoch, UUID restore, int parts, Epoch backupEpoch, int rulesVersion)
            implements Fenced {}

    /**
     * A part of the backup.
     *
     * @param number 0, 1, …, each once and in this order
     * @param part a state with some of its rows
     */
    record RestorePart(Instant at, Epoch epoch, UUID restore, int number, ClusterState part)
            implements Fenced {}

    /** Every part is there: go on from it. */
    record FinishRestore(Instant at, Epoch epoch, UUID restore) implements Fenced {}

    /** Throw away what an unfinished restore left. */
    record AbortRestore(Instant at, Epoch epoch) implements Fenced {}
}
