package io.ringrift.p2p.model.wire;

import io.ringrift.p2p.model.AttemptToken;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.data.DataScope;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * An attempt to start.
 *
 * @param jobId the job
 * @param attempt its number
 * @param token what every report about it must carry
 * @param spec what to do
 * @param leaseMillis when set, the agent must have killed the attempt once so long has passed since
 *     it sent the last beat that was answered
 * @param without data of its config that is in quarantine and must not be among its inputs; null
 *     for none
 */
public record StartOrder(
        JobId jobId,
        int attempt,
        AttemptToken token,
        JobSpec spec,
        @Nullable Long leaseMillis,
        @Nullable List<DataScope> without) {

    public StartOrder {
        without = without == null || without.isEmpty() ? null : List.copyOf(without);
    }

    /** An attempt that may go on without its leader. */
    public StartOrder(JobId jobId, int attempt, AttemptToken token, JobSpec spec) {
        this(jobId, attempt, token, spec, null, null);
    }
}
