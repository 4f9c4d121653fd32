package io.ringrift.p2p.model;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * One try at a job on one node.
 *
 * @param number 1, 2, … within the job
 * @param token what every report about this attempt must carry
 * @param node where it runs
 * @param epoch the leadership that assigned it
 * @param assignedAt when the leader decided
 * @param startedAt when the process was started, if it was
 * @param endedAt when its end was recorded, if it was
 * @param reason why it ended, once it has
 * @param exitCode the exit code of the process, if one is known
 * @param message one sentence about its end, at most 1,000 characters
 * @param late what its agent reported after the end was recorded, if it did
 */
public record Attempt(
        int number,
        AttemptToken token,
        NodeId node,
        Epoch epoch,
        Instant assignedAt,
        @Nullable Instant startedAt,
        @Nullable Instant endedAt,
        @Nullable ExitReason reason,
        @Nullable Integer exitCode,
        @Nullable String message,
        @Nullable LateReport late) {

    /**
     * What an agent said too late: kept as evidence, counted nowhere.
     *
     * @param at when the first of such reports came
     * @param said how the attempt ended according to it
     * @param games games of the result, 0 when none
     * @param detail folder of the output or a sentence, at most 1,000 characters
     */
    public record LateReport(Instant at, ExitReason said, long games, String detail) {}

    /** A fresh assignment. */
    public static Attempt assigned(
            int number, AttemptToken token, NodeId node, Epoch epoch, Instant at) {
        return new Attempt(number, token, node, epoch, at, null, null, null, null, null, null);
    }

    /** Whether it may still report. */
    public boolean isLive() {
        return endedAt == null;
    }

    public Attempt started(Instant at) {
        return new Attempt(
                number, token, node, epoch, assignedAt, at, null, null, null, null, null);
    }

    public Attempt ended(
            Instant at, ExitReason why, @Nullable Integer code, @Nullable String sentence) {
        return new Attempt(
                number, token, node, epoch, assignedAt, startedAt, at, why, code, sentence, null);
    }

    public Attempt reportedLate(LateReport report) {
        return new Attempt(
                number,
                token,
                node,
                epoch,
                assignedAt,
                startedAt,
                endedAt,
                reason,
                exitCode,
                message,
                report);
    }

    /**
     * Without what was never said: the text is digested, and earlier releases had no such field.
     */
    @Override
    public String toString() {
        return "Attempt[number="
                + number
                + ", token="
                + token
                + ", node="
                + node
                + ", epoch="
                + epoch
                + ", assignedAt="
                + assignedAt
                + ", startedAt="
                + startedAt
                + ", endedAt="
                + endedAt
                + ", reason="
                + reason
                + ", exitCode="
                + exitCode
                + ", message="
                + message
                + (late == null ? "]" : ", late=" + late + "]");
    }
}
