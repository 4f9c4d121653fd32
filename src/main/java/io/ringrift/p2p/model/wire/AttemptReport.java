package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JsonText;

import org.jspecify.annotations.Nullable;

/**
 * What became of an attempt. The agent repeats it until the leader has answered.
 *
 * @param jobId the job
 * @param attempt its number
 * @param token its token
 * @param kind what happened
 * @param reason why it ended, for {@link Kind#FAILED}
 * @param exitCode of the process, if one is known
 * @param message one sentence, at most 1,000 characters
 * @param outputPath folder of the output, at most 4,096 characters, for {@link Kind#COMPLETED}
 * @param games games in the result, 0 when none, for {@link Kind#COMPLETED}
 * @param metrics the result's metrics, at most 16 KiB, for {@link Kind#COMPLETED}
 */
public record AttemptReport(
        JobId jobId,
        int attempt,
        AttemptToken token,
        Kind kind,
        @Nullable ExitReason reason,
        @Nullable Integer exitCode,
        @Nullable String message,
        @Nullable String outputPath,
        long games,
        @Nullable JsonText metrics) {

    /** Every voter keeps the metrics of every finished job in memory. */
    public static final int MAX_METRICS_BYTES = 16 << 10;

    /** The longest path that Linux knows. */
    public static final int MAX_OUTPUT_PATH = 4_096;

    /** The steps of an attempt. */
    public enum Kind {
        /** The process runs. */
        STARTED,
        /** It ended well, with a valid result. */
        COMPLETED,
        /** It ended otherwise. */
        FAILED,
        /** It was stopped on order and nothing of it is left on the node. */
        RELEASED
    }

    public static AttemptReport started(JobId jobId, int attempt, AttemptToken token) {
        return new AttemptReport(
                jobId, attempt, token, Kind.STARTED, null, null, null, null, 0, null);
    }

    public static AttemptReport completed(
            JobId jobId,
            int attempt,
            AttemptToken token,
            String outputPath,
            long games,
            JsonText metrics) {
        return new AttemptReport(
                jobId, attempt, token, Kind.COMPLETED, null, 0, null, outputPath, games, metrics);
    }

    public static AttemptReport failed(
            JobId jobId,
            int attempt,
            AttemptToken token,
            ExitReason reason,
            @Nullable Integer exitCode,
            String message) {
        return new AttemptReport(
                jobId, attempt, token, Kind.FAILED, reason, exitCode, message, null, 0, null);
    }

    public static AttemptReport released(JobId jobId, int attempt, AttemptToken token) {
        return new AttemptReport(
                jobId, attempt, token, Kind.RELEASED, null, null, null, null, 0, null);
    }
}
