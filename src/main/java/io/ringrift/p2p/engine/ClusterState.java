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
        Draft next = new Draft(this);
        next.open = newOpen;
        next.queue = newQueue;
        next.nodes = newNodes;
        next.tally = newTally;
        return next.done();
    }

    /** Moves a job from open to finished. */
    ClusterState finish(Job job, TreePMap<NodeId, ClusterNode> newNodes, Tally newTally) {
        Draft next = new Draft(this);
        next.open = open.minus(job.id());
        next.finished = finished.plus(job.id(), job);
        next.queue = queue.minus(QueueKey.of(job));
        next.nodes = newNodes;
        next.tally = newTally;
        return next.done();
    }

    ClusterState withFinished(TreePMap<JobId, Job> newFinished, Tally newTally) {
        Draft next = new Draft(this);
        next.finished = newFinished;
        next.tally = newTally;
        return next.done();
    }

    ClusterState withNodes(TreePMap<NodeId, ClusterNode> newNodes) {
        Draft next = new Draft(this);
        next.nodes = newNodes;
        return next.done();
    }

    ClusterState withKeys(
            TreePMap<IdempotencyKey, Submission> newKeys,
            TreePMap<JobId, IdempotencyKey> newKeysByAge) {
        Draft next = new Draft(this);
        next.keys = newKeys;
        next.keysByAge = newKeysByAge;
        return next.done();
    }

    ClusterState withLease(Lease newLease) {
        Draft next = new Draft(this);
        next.lease = newLease;
        return next.done();
    }

    ClusterState withPolicy(Policy newPolicy) {
        Draft next = new Draft(this);
        next.policy = newPolicy;
        return next.done();
    }

    ClusterState withCharter(Charter newCharter) {
        Draft next = new Draft(this);
        next.charter = newCharter;
        return next.done();
    }

    ClusterState withRules(int newRulesVersion) {
        Draft next = new Draft(this);
        next.rulesVersion = newRulesVersion;
        return next.done();
    }

    ClusterState withCatalogue(Catalogue newCatalogue) {
        Draft next = new Draft(this);
        next.catalogue = newCatalogue;
        return next.done();
    }

    ClusterState withTraining(Training newTraining) {
        Draft next = new Draft(this);
        next.training = newTraining;
        return next.done();
    }

    ClusterState withOutbox(Outbox newOutbox) {
        Draft next = new Draft(this);
        next.outbox = newOutbox;
        return next.done();
    }

    /** A state to be: all of another one but what is set. A new component is copied here only. */
    private static final class Draft {

        private int rulesVersion;
        private Policy policy;
        private Lease lease;
        private TreePMap<JobId, Job> open;
        private TreePMap<JobId, Job> finished;
        private TreePSet<QueueKey> queue;
        private TreePMap<NodeId, ClusterNode> nodes;
        private TreePMap<IdempotencyKey, Submission> keys;
        private TreePMap<JobId, IdempotencyKey> keysByAge;
        private Tally tally;
        private Charter charter;
        private Catalogue catalogue;
        private Training training;
        private Outbox outbox;

        Draft(ClusterState from) {
            rulesVersion = from.rulesVersion;
            policy = from.policy;
            lease = from.lease;
            open = from.open;
            finished = from.finished;
            queue = from.queue;
            nodes = from.nodes;
            keys = from.keys;
            keysByAge = from.keysByAge;
            tally = from.tally;
            charter = from.charter;
            catalogue = from.catalogue;
            training = from.training;
            outbox = from.outbox;
        }

        ClusterState done() {
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
                    outbox);
        }
    }
}
