package io.ringrift.p2p.model.wire;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * One verdict per report, in their order. Every verdict is final: the agent forgets the report.
 *
 * @param verdicts as many as there were reports
 */
public record ReportsReply(List<Verdict> verdicts) {

    public ReportsReply {
        verdicts = List.copyOf(verdicts);
    }

    /**
     * Whether a report counted.
     *
     * @param accepted it is now part of the cluster's record
     * @param code why not, such as {@code stale_attempt}, when it was refused
     */
    public record Verdict(boolean accepted, @Nullable String code) {}
}
