package io.ringrift.p2p.engine;

import io.ringrift.p2p.model.JobId;

import java.time.Instant;

/**
 * What an idempotency key stands for.
 *
 * @param jobId the job it made
 * @param fingerprint digest of the body it came with
 * @param at when
 */
public record Submission(JobId jobId, String fingerprint, Instant at) {}
