package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;

import org.jspecify.annotations.Nullable;

/**
 * An attempt to stop. Its end is then reported as {@link AttemptReport.Kind#RELEASED}, or, when its
 * node is emptied, as failed with {@link io.ringrift.p2p.model.ExitReason#PREEMPTED}.
 *
 * @param jobId the job
 * @param attempt its number
 * @param token its token
 * @param reason one sentence for the log
 * @param kind why it ends; null means {@link Kind#CANCEL}
 */
public record StopOrder(
        JobId jobId, int attempt, AttemptToken token, String reason, @Nullable Kind kind) {

    /** Why and how an attempt ends. */
    public enum Kind {
        /** Its job ended or moved on. */
        CANCEL,
        /** Its node is emptied: TERM, the grace of its template, KILL. */
        PREEMPT,
        /** Its node is emptied, and there is no time left: KILL. */
        PREEMPT_NOW
    }

    /** An attempt whose job ended or moved on. */
    public StopOrder(JobId jobId, int attempt, AttemptToken token, String reason) {
        this(jobId, attempt, token, reason, null);
    }
}
