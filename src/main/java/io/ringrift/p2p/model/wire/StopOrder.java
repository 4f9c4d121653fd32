package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;

/**
 * An attempt to stop; its end is then reported as {@link AttemptReport.Kind#RELEASED}.
 *
 * @param jobId the job
 * @param attempt its number
 * @param token its token
 * @param reason one sentence for the log
 */
public record StopOrder(JobId jobId, int attempt, AttemptToken token, String reason) {}
