package io.ringrift.p2p.cluster;

import io.ringrift.p2p.model.Epoch;

/**
 * What a restore brought.
 *
 * @param openJobs jobs that go on
 * @param finishedJobs jobs that had ended
 * @param nodes nodes that the backup knew
 * @param keys idempotency keys that are remembered
 * @param epoch above all that were used before; the next leader takes one above it
 */
record RestoreView(int openJobs, int finishedJobs, int nodes, int keys, Epoch epoch) {}
