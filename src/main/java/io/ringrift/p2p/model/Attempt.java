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
        @Nullable String message) {

    /** A fresh assignment. */
    public static Attempt assigned(
            int number, AttemptToken token, NodeId node, Epoch epoch, Instant at) {
        return new Attempt(number, token, node, epoch, at, null, null, null, null, null);
    }

    /** Whether it may still report. */
    public boolean isLive() {
        return endedAt == null;
    }

    public Attempt started(Instant at) {
        return new Attempt(number, token, node, epoch, assignedAt, at, null, null, null, null);
    }

    public Attempt ended(
            Instant at, ExitReason why, @Nullable Integer code, @Nullable String sentence) {
        return new Attempt(
                number, token, node, epoch, assignedAt, startedAt, at, why, code, sentence);
    }
}
