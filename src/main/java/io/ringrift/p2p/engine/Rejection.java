package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.Epoch;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Obstacle;
import io.ringrift.p2p.model.OnLost;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Resources;
import io.ringrift.p2p.model.data.Sha256;
import io.ringrift.p2p.model.webhook.EndpointId;

/** Why a command changed nothing. Each names a state, not an error. */
public sealed interface Rejection {

    /** The stable snake_case word that clients see. */
    String code();

    record UnknownJob(JobId jobId) implements Rejection {
        @Override
        public String code() {
            return "unknown_job";
        }
    }

    record DuplicateJob(JobId jobId) implements Rejection {
        @Override
        public String code() {
            return "duplicate_job";
        }
    }

    /** The key was used before for another body. */
    record KeyReused(JobId jobId) implements Rejection {
        @Override
        public String code() {
            return "idempotency_key_reused";
        }
    }

    record TooManyOpenJobs(int limit) implements Rejection {
        @Override
        public String code() {
            return "too_many_open_jobs";
        }
    }

    /** Too late: the job has ended in another way. */
    record JobFinished(JobId jobId, JobStatus status) implements Rejection {
        @Override
        public String code() {
            return "job_finished";
        }
    }

    /** The job is not in the queue (any more), or waits for another attempt number. */
    record NotQueued(JobId jobId) implements Rejection {
        @Override
        public String code() {
            return "not_queued";
        }
    }

    /** Only a job that failed because nodes kept failing under it can be purged. */
    record NotADeadLetter(JobId jobId, JobStatus status) implements Rejection {
        @Override
        public String code() {
            return "not_a_dead_letter";
        }
    }

    /** Nobody has seen the end of what runs of it. */
    record StillHeld(JobId jobId, NodeId node) implements Rejection {
        @Override
        public String code() {
            return "still_held";
        }
    }

    /** The report is about an attempt that was superseded, ended or never made. */
    record StaleAttempt(JobId jobId, int attempt) implements Rejection {
        @Override
        public String code() {
            return "stale_attempt";
        }
    }

    /** The sender led once, but does not lead now. */
    record StaleEpoch(Epoch given, Epoch current) implements Rejection {
        @Override
        public String code() {
            return "stale_epoch";
        }
    }

    /** The name belongs to another disk. */
    record OtherDisk(NodeId node) implements Rejection {
        @Override
        public String code() {
            return "other_disk";
        }
    }

    record UnknownNode(NodeId node) implements Rejection {
        @Override
        public String code() {
            return "unknown_node";
        }
    }

    /** The node does not take part, or people let it have no new work. */
    record NodeTakesNoWork(NodeId node, Presence presence, boolean cordoned) implements Rejection {
        @Override
        public String code() {
            return "node_takes_no_work";
        }
    }

    /** A later life of the agent speaks for the node. */
    record OtherIncarnation(NodeId node) implements Rejection {
        @Override
        public String code() {
            return "other_incarnation";
        }
    }

    /** Only what an absent node held can be lost with it. */
    record NodeNotGone(NodeId node, Presence presence) implements Rejection {
        @Override
        public String code() {
            return "node_not_gone";
        }
    }

    /** The attempt may still be running, or its job waits for its node. */
    record FenceHolds(JobId jobId, int attempt, OnLost onLost) implements Rejection {
        @Override
        public String code() {
            return "fence_holds";
        }
    }

    /** A node that is there and at work cannot be retired; it is drained first. */
    record NodeHoldsWork(NodeId node, int attempts) implements Rejection {
        @Override
        public String code() {
            return "node_holds_work";
        }
    }

    /**
     * What is said does not build on what is known.
     *
     * @param known version of the node's manifest, 0 for none
     */
    record OtherManifest(NodeId node, long known) implements Rejection {
        @Override
        public String code() {
            return "other_manifest";
        }
    }

    record TooManyFiles(int limit) implements Rejection {
        @Override
        public String code() {
            return "too_many_files";
        }
    }

    record TooManyNodes(int limit) implements Rejection {
        @Override
        public String code() {
            return "too_many_nodes";
        }
    }

    /** The job is pinned to another node. */
    record PinnedElsewhere(JobId jobId, NodeId node) implements Rejection {
        @Override
        public String code() {
            return "pinned_elsewhere";
        }
    }

    /** What is asked for can only be done to the whole. */
    record PartOfJob(JobId jobId, JobId whole) implements Rejection {
        @Override
        public String code() {
            return "part_of_job";
        }
    }

    record DoesNotFit(NodeId node, Resources needed, Resources free) implements Rejection {
        @Override
        public String code() {
            return "does_not_fit";
        }
    }

    /** A backup is being taken in; nothing else happens meanwhile. */
    record BeingRestored() implements Rejection {
        @Override
        public String code() {
            return "being_restored";
        }
    }

    /** A backup goes only into a cluster that has never taken a job. */
    record NotFresh(long submitted) implements Rejection {
        @Override
        public String code() {
            return "not_fresh";
        }
    }

    /** Another restore has begun since, or parts are missing. */
    record NotThisRestore(java.util.UUID restore) implements Rejection {
        @Override
        public String code() {
            return "not_this_restore";
        }
    }

    /** Rules are raised one version at a time. */
    record NotTheNextRules(int asked, int inForce) implements Rejection {
        @Override
        public String code() {
            return "not_the_next_rules";
        }
    }

    /** The node may not run the job, for another reason than want of room. */
    record NotSuitable(NodeId node, Obstacle obstacle) implements Rejection {
        @Override
        public String code() {
            return "not_suitable";
        }
    }

    /** No games of this config were counted and nobody ordered anything about it. */
    record UnknownConfig(String configKey) implements Rejection {
        @Override
        public String code() {
            return "unknown_config";
        }
    }

    /**
     * What is known of the config's learning is another thing than the command builds on.
     *
     * @param what half a sentence
     */
    record LedgerMoved(String configKey, String what) implements Rejection {
        @Override
        public String code() {
            return "ledger_moved";
        }
    }

    record TooManyConfigs(int limit) implements Rejection {
        @Override
        public String code() {
            return "too_many_configs";
        }
    }

    /** Somebody else has changed the policy since. */
    record PolicyChanged(int version) implements Rejection {
        @Override
        public String code() {
            return "policy_changed";
        }
    }

    /** No node has a file of this content. */
    record UnknownContent(Sha256 sha256) implements Rejection {
        @Override
        public String code() {
            return "unknown_content";
        }
    }

    record TooManyPins(int limit) implements Rejection {
        @Override
        public String code() {
            return "too_many_pins";
        }
    }

    /** Something refers to each of the copies, or the node has none of them. */
    record NothingToRelease(NodeId node) implements Rejection {
        @Override
        public String code() {
            return "nothing_to_release";
        }
    }

    record UnknownEndpoint(EndpointId endpoint) implements Rejection {
        @Override
        public String code() {
            return "unknown_endpoint";
        }
    }

    record EndpointExists(EndpointId endpoint) implements Rejection {
        @Override
        public String code() {
            return "endpoint_exists";
        }
    }

    /** Somebody else has changed it since. */
    record EndpointMoved(EndpointId endpoint, int version) implements Rejection {
        @Override
        public String code() {
            return "endpoint_changed";
        }
    }

    /** It comes from the leader's settings and is changed there. */
    record ConfiguredEndpoint(EndpointId endpoint) implements Rejection {
        @Override
        public String code() {
            return "configured_endpoint";
        }
    }

    record EndpointIsDisabled(EndpointId endpoint) implements Rejection {
        @Override
        public String code() {
            return "endpoint_disabled";
        }
    }

    record TooManyEndpoints(int limit) implements Rejection {
        @Override
        public String code() {
            return "too_many_endpoints";
        }
    }

    /** It never went to that endpoint, or was forgotten since. */
    record UnknownMessage(EndpointId endpoint, long number) implements Rejection {
        @Override
        public String code() {
            return "unknown_message";
        }
    }

    record UnknownQuarantine(int number) implements Rejection {
        @Override
        public String code() {
            return "unknown_quarantine";
        }
    }

    record TooManyQuarantines(int limit) implements Rejection {
        @Override
        public String code() {
            return "too_many_quarantines";
        }
    }

    /**
     * A fault of this program, not of the command's sender; should never be seen.
     *
     * @param fault class and message of the exception
     */
    record EngineFault(String fault) implements Rejection {
        @Override
        public String code() {
            return "engine_fault";
        }
    }
}
