package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;

import org.jspecify.annotations.Nullable;

/**
 * An attempt that an agent holds.
 *
 * @param jobId its job
 * @param attempt its number
 * @param token its token
 * @param progress what the job last said of itself, if anything
 * @param lastLine the last line of its log that is more than progress, at most 300 characters, if
 *     there is one: evidence, should the node not come back
 */
public record RunningAttempt(
        JobId jobId,
        int attempt,
        AttemptToken token,
        @Nullable Progress progress,
        @Nullable String lastLine) {

    private static final int LONGEST_LINE = 300;

    public RunningAttempt {
        lastLine =
                lastLine != null && lastLine.length() > LONGEST_LINE
                        ? lastLine.substring(0, LONGEST_LINE)
                        : lastLine;
    }

    /** What agents say that do not speak of the log. */
    public RunningAttempt(
            JobId jobId, int attempt, AttemptToken token, @Nullable Progress progress) {
        this(jobId, attempt, token, progress, null);
    }
}
