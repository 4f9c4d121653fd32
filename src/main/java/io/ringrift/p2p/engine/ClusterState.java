package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Lease;
import io.ringrift.p2p.model.NodeId;

import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The whole truth of the cluster at one log index: an immutable picture that may be read, kept and
 * written to disk while the next one is being made. All collections are sorted, so that no order
 * depends on hashing.
 *
 * @param rulesVersion which meaning of the commands is in force
 * @param policy thresholds and limits
 * @param lease who leads
 * @param open jobs that have not ended
 * @param finished jobs that have
 * @param queue open jobs without a live attempt, in the order in which they are served
 * @param nodes every node that ever registered
 * @param keys idempotency keys still remembered
 * @param keysByAge the same keys by the job they made, oldest first
 * @param tally counts since the beginning
 * @param charter which cluster this is and who may vote in it
 * @param catalogue which files there are and where
 * @param training what the models of each config have learned and how
 * @param outbox what is to be told to the outside
 */
public record ClusterState(
        int rulesVersion,
        Policy policy,
        Lease lease,
        TreePMap<JobId, Job> open,
        TreePMap<JobId, Job> finished,
        TreePSet<QueueKey> queue,
        TreePMap<NodeId, ClusterNode> nodes,
        TreePMap<IdempotencyKey, Submission> keys,
        TreePMap<JobId, IdempotencyKey> keysByAge,
        Tally tally,
        Charter charter,
        Catalogue catalogue,
        Training training,
        Outbox outbox) {

    /**
     * Before the first command; under the first rules whatever this program knows, because logs
     * that exist began so.
     */
    public static final ClusterState EMPTY =
            new ClusterState(
                    RulesVersion.FIRST,
                    Policy.DEFAULT,
                    Lease.NONE,
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePSet.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    TreePMap.empty(),
                    Tally.ZERO,
                    Charter.NONE,
                    Catalogue.EMPTY,
                    Training.NONE,
                    Outbox.EMPTY);

    /** A job that is open or finished, or null when there is none (any more). */
    public @Nullable Job job(JobId id) {
        Job job = open.get(id);
        return job != null ? job : finished.get(id);
    }

    ClusterState withOpen(
            TreePMap<JobId, Job> newOpen,
            TreePSet<QueueKey> newQueue,
            TreePMap<NodeId, ClusterNode> newNodes,
            Tally newTally) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                newOpen,
                finished,
                newQueue,
                newNodes,
                keys,
                keysByAge,
                newTally,
                charter,
                catalogue,
                training,
                outbox);
    }

    /** Moves a job from open to finished. */
    ClusterState finish(Job job, TreePMap<NodeId, ClusterNode> newNodes, Tally newTally) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open.minus(job.id()),
                finished.plus(job.id(), job),
                queue.minus(QueueKey.of(job)),
                newNodes,
                keys,
                keysByAge,
                newTally,
                charter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withFinished(TreePMap<JobId, Job> newFinished, Tally newTally) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open,
                newFinished,
                queue,
                nodes,
                keys,
                keysByAge,
                newTally,
                charter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withNodes(TreePMap<NodeId, ClusterNode> newNodes) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open,
                finished,
                queue,
                newNodes,
                keys,
                keysByAge,
                tally,
                charter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withKeys(
            TreePMap<IdempotencyKey, Submission> newKeys,
            TreePMap<JobId, IdempotencyKey> newKeysByAge) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open,
                finished,
                queue,
                nodes,
                newKeys,
                newKeysByAge,
                tally,
                charter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withLease(Lease newLease) {
        return new ClusterState(
                rulesVersion,
                policy,
                newLease,
                open,
                finished,
                queue,
                nodes,
                keys,
                keysByAge,
                tally,
                charter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withPolicy(Policy newPolicy) {
        return new ClusterState(
                rulesVersion,
                newPolicy,
                lease,
                open,
                finished,
                queue,
                nodes,
                keys,
                keysByAge,
                tally,
                charter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withCharter(Charter newCharter) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open,
                finished,
                queue,
                nodes,
                keys,
                keysByAge,
                tally,
                newCharter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withRules(int newRulesVersion) {
        return new ClusterState(
                newRulesVersion,
                policy,
                lease,
                open,
                finished,
                queue,
                nodes,
                keys,
                keysByAge,
                tally,
                charter,
                catalogue,
                training,
                outbox);
    }

    ClusterState withCatalogue(Catalogue newCatalogue) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open,
                finished,
                queue,
                nodes,
                keys,
                keysByAge,
                tally,
                charter,
                newCatalogue,
                training,
                outbox);
    }

    ClusterState withTraining(Training newTraining) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open,
                finished,
                queue,
                nodes,
                keys,
                keysByAge,
                tally,
                charter,
                catalogue,
                newTraining,
                outbox);
    }

    ClusterState withOutbox(Outbox newOutbox) {
        return new ClusterState(
                rulesVersion,
                policy,
                lease,
                open,
                finished,
                queue,
                nodes,
                keys,
                keysByAge,
                tally,
                charter,
                catalogue,
                training,
                newOutbox);
    }
}
