package io.ringrift.p2p.agent;

import io.ringrift.p2p.agent.attempt.Attempts;
import io.ringrift.p2p.agent.beat.Reporter;
import io.ringrift.p2p.agent.data.DataKeeper;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.wire.AttemptReport;

import java.io.IOException;
import java.util.Optional;

/** What a job made belongs to the data of this node once its result counts. */
record AcceptedResults(Attempts attempts, DataKeeper data) implements Reporter.Accepted {

    @Override
    public void accepted(AttemptReport report) throws IOException {
        Optional<JobSpec> spec = attempts.spec(report.jobId(), report.attempt());
        if (spec.isPresent()) {
            data.accepted(report.jobId(), report.attempt(), spec.get());
        }
    }
}
