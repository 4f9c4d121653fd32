package io.ringrift.p2p.engine;

import io.ringrift.p2p.engine.Command.NoteLateReport;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.ExitReason;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;

/** What agents of a random history say late of attempts that somebody else has ended. */
final class RandomLateReports {

    private RandomLateReports() {}

    static NoteLateReport next(SplittableRandom random, ClusterState state, Instant now) {
        var late = new Attempt.LateReport(now, ExitReason.DONE, random.nextInt(100), "/out");
        List<Job> jobs =
                Stream.concat(state.open().values().stream(), state.finished().values().stream())
                        .filter(job -> !job.attempts().isEmpty())
                        .toList();
        if (jobs.isEmpty() || random.nextInt(10) == 0) {
            JobId nobody = new JobId(new UUID(0x7000, Long.MIN_VALUE));
            return new NoteLateReport(now, nobody, House.token(0, 0), late);
        }
        Job job = jobs.get(random.nextInt(jobs.size()));
        Attempt one = job.attempts().get(random.nextInt(job.attempts().size()));
        return new NoteLateReport(now, job.id(), one.token(), late);
    }
}
