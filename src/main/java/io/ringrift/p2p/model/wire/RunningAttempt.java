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
 */
public record RunningAttempt(
        JobId jobId, int attempt, AttemptToken token, @Nullable Progress progress) {}
