package io.ringrift.p2p.replication.codec;

import io.ringrift.p2p.engine.Alarm;
import io.ringrift.p2p.engine.Charter;
import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.Delivery;
import io.ringrift.p2p.engine.Endpoint;
import io.ringrift.p2p.engine.EndpointSettings;
import io.ringrift.p2p.engine.GameResult;
import io.ringrift.p2p.engine.Keeping;
import io.ringrift.p2p.engine.Mailbox;
import io.ringrift.p2p.engine.MatchResult;
import io.ringrift.p2p.engine.NodeProfile;
import io.ringrift.p2p.engine.NodeStatus;
import io.ringrift.p2p.engine.Policy;
import io.ringrift.p2p.engine.Steering;
import io.ringrift.p2p.engine.Submission;
import io.ringrift.p2p.engine.Tally;
import io.ringrift.p2p.engine.Training;
import io.ringrift.p2p.model.GpuCard;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.DataFile;
import io.ringrift.p2p.model.data.DataKey;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.training.TrainingPolicy;
import io.ringrift.p2p.model.webhook.EndpointId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The rows of a snapshot that are not nouns of the model already. */
final class SnapshotRows {

    private SnapshotRows() {}

    /** The first row: single values, and how many rows of each kind follow, in this order. */
    record Header(
            int rulesVersion,
            Policy policy,
            Lease lease,
            Tally tally,
            int openJobs,
            int finishedJobs,
            int nodes,
            int keys,
            @Nullable Charter charter,
            @Nullable Integer files,
            @Nullable Integer manifests,
            @Nullable TrainingPolicy trainingConfigured,
            @Nullable Steering trainingSteering,
            @Nullable Integer ledgers,
            @Nullable Integer matches,
            @Nullable Integer pins,
            @Nullable Integer leaving,
            @Nullable OutboxRow outbox,
            @Nullable Integer results,
            @Nullable Integer quarantines,
            @Nullable Integer quarantineChanges) {

        int knownPins() {
            return pins == null ? 0 : pins;
        }

        int knownLeaving() {
            return leaving == null ? 0 : leaving;
        }

        int knownResults() {
            return results == null ? 0 : results;
        }

        int knownQuarantines() {
            return quarantines == null ? 0 : quarantines;
        }

        int knownQuarantineChanges() {
            return quarantineChanges == null ? 0 : quarantineChanges;
        }

        int knownLedgers() {
            return ledgers == null ? 0 : ledgers;
        }

        int knownMatches() {
            return matches == null ? 0 : matches;
        }

        Steering knownSteering() {
            return trainingSteering == null ? Training.NONE.general() : trainingSteering;
        }

        int knownFiles() {
            return files == null ? 0 : files;
        }

        int knownManifests() {
            return manifests == null ? 0 : manifests;
        }

        /** Snapshots of the first release have none. */
        Charter knownCharter() {
            return charter == null ? Charter.NONE : charter;
        }
    }

    /**
     * The outbox without its rows.
     *
     * @param messages rows that follow, then so many endpoints, then so many deliveries
     */
    record OutboxRow(
            long last,
            @Nullable NodeId leader,
            List<AlarmRow> alarms,
            int messages,
            int endpoints,
            int deliveries) {}

    record AlarmRow(Alarm alarm, Instant since) {}

    /** An endpoint with the counts of its mailbox. */
    record EndpointRow(
            EndpointId id,
            EndpointSettings settings,
            List<Endpoint.Signing> secrets,
            boolean configured,
            int version,
            Instant createdAt,
            Endpoint.@Nullable Disabled disabled,
            Mailbox.Counts counts,
            @Nullable Instant failingSince,
            @Nullable Instant deliveredAt) {}

    record DeliveryRow(EndpointId endpoint, long number, Delivery delivery) {}

    /**
     * A node.
     *
     * @param status left out when it says nothing, as in snapshots of the first release
     * @param gpus left out when there are none
     * @param work what it has done, left out when nothing
     */
    record NodeRow(
            NodeId id,
            UUID incarnation,
            Resources offered,
            List<HoldRow> holds,
            @Nullable NodeStatus status,
            @Nullable List<GpuCard> gpus,
            @Nullable List<WorkRow> work) {

        NodeStatus knownStatus() {
            return status == null ? NodeStatus.NEW : status;
        }
    }

    record WorkRow(NodeProfile.Work kind, NodeProfile.Experience experience) {}

    record HoldRow(JobId jobId, ClusterNode.Hold hold) {}

    record KeyRow(IdempotencyKey key, Submission submission) {}

    /** A file of the catalogue and who has it. */
    record FileRow(DataFile file, List<NodeId> holders) {}

    /** How much of a node's manifest is in the catalogue. */
    record ManifestRow(NodeId node, UUID incarnation, long version) {}

    /** A content that stays by the will of a person. */
    record PinRow(Sha256 sha256, Keeping.Pin pin) {}

    /** What a node is to delete. */
    record LeavingRow(NodeId node, List<DataKey> copies) {}

    /** The result of an evaluation job. */
    record MatchRow(JobId job, MatchResult result) {}

    /** Where games came from. */
    record ResultRow(JobId job, GameResult result) {}
}
