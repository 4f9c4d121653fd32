package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.Presence;
import io.ringrift.p2p.model.Resources;

import org.pcollections.TreePMap;

import java.util.UUID;

/**
 * A node as far as the log must know it. Loads and beats are soft state and live elsewhere.
 *
 * @param id its name
 * @param incarnation of its agent
 * @param offered what it offers to jobs in all
 * @param reserved sum of its holds
 * @param holds places taken by attempts, by job
 * @param status whether it takes part and may have new work; its labels
 * @param profile its GPUs and what it has done
 */
public record ClusterNode(
        NodeId id,
        UUID incarnation,
        Resources offered,
        Resources reserved,
        TreePMap<JobId, Hold> holds,
        NodeStatus status,
        NodeProfile profile) {

    /**
     * A place taken by an attempt, from its assignment until nothing of it is left.
     *
     * @param attempt its number
     * @param token its token
     * @param resources what it reserves
     */
    public record Hold(int attempt, AttemptToken token, Resources resources) {}

    static ClusterNode empty(NodeId id, UUID incarnation, Resources offered) {
        return new ClusterNode(
                id,
                incarnation,
                offered,
                Resources.NONE,
                TreePMap.empty(),
                NodeStatus.NEW,
                NodeProfile.NONE);
    }

    /** Whether it takes part. */
    public Presence presence() {
        return status.presence();
    }

    /** Its own labels and those that people gave it. */
    public Labels labels() {
        return status.labels();
    }

    /** Whether the log lets it have new work: it takes part, and nobody has cordoned it. */
    public boolean takesWork() {
        return status.presence() == Presence.PRESENT && status.cordon() == null;
    }

    /** What new jobs may take. */
    public Resources free() {
        return offered.minusOrZero(reserved);
    }

    ClusterNode registered(UUID newIncarnation, Resources newOffer) {
        return new ClusterNode(id, newIncarnation, newOffer, reserved, holds, status, profile);
    }

    ClusterNode taken(JobId jobId, Hold hold) {
        return new ClusterNode(
                id,
                incarnation,
                offered,
                reserved.plus(hold.resources()),
                holds.plus(jobId, hold),
                status,
                profile);
    }

    ClusterNode released(JobId jobId) {
        Hold hold = holds.get(jobId);
        return hold == null
                ? this
                : new ClusterNode(
                        id,
                        incarnation,
                        offered,
                        reserved.minus(hold.resources()),
                        holds.minus(jobId),
                        status,
                        profile);
    }

    ClusterNode with(NodeStatus now) {
        return new ClusterNode(id, incarnation, offered, reserved, holds, now, profile);
    }

    ClusterNode with(NodeProfile newProfile) {
        return new ClusterNode(id, incarnation, offered, reserved, holds, status, newProfile);
    }

    /**
     * Without a status that says nothing: the text goes into {@link StateHash}, and states of
     * earlier releases must keep their digest.
     */
    @Override
    public String toString() {
        return "ClusterNode[id="
                + id
                + ", incarnation="
                + incarnation
                + ", offered="
                + offered
                + ", reserved="
                + reserved
                + ", holds="
                + holds
                + (status.equals(NodeStatus.NEW) ? "" : ", status=" + status)
                + (profile.equals(NodeProfile.NONE) ? "]" : ", profile=" + profile + "]");
    }
}
