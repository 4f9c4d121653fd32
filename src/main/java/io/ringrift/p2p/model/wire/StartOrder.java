package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;

/**
 * An attempt to start.
 *
 * @param jobId the job
 * @param attempt its number
 * @param token what every report about it must carry
 * @param spec what to do
 */
public record StartOrder(JobId jobId, int attempt, AttemptToken token, JobSpec spec) {}
