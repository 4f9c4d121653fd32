package io.ringrift.p2p.jobs;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;
import io.ringrift.p2p.engine.Event;
import io.ringrift.p2p.engine.Rejection;
import io.ringrift.p2p.engine.RulesVersion;
import io.ringrift.p2p.model.IdempotencyKey;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobIds;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.JobStatus;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.CommandGate;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Takes jobs in and ends them. */
final class JobDesk {

    private final CommandGate gate;
    private final CommandLog log;
    private final JobIds ids;
    private final Clock clock;
    private final Counter submitted;

    JobDesk(CommandGate gate, CommandLog log, JobIds ids, Clock clock, MeterRegistry meters) {
        this.gate = gate;
        this.log = log;
        this.ids = ids;
        this.clock = clock;
        this.submitted = meters.counter("ringrift.p2p.jobs.submitted");
    }

    /**
     * A job that is in the log.
     *
     * @param repeated the same key had made it before
     */
    record Submitted(Job job, boolean repeated) {}

    /** Takes a job in; returns once it is durable. */
    Submitted submit(JobSpec asked, @Nullable String key) {
        refuseWhatSomeVoterCannotRead(asked);
        JobSpec spec = RulesVersion.haveParts(log.picture().state()) ? asked : asked.asAWhole();
        var command =
                new Command.SubmitJob(
                        clock.instant(),
                        ids.next(),
                        spec,
                        key(key),
                        key == null ? "" : digest(spec));
        return switch (gate.submit(command).decision()) {
            case Decision.Refused refused -> throw refusal(refused.why());
            case Decision.Accepted(var events) -> submitted(events);
        };
    }

    /** Other things may follow from a submission, such as a training that was begun by hand. */
    private Submitted submitted(List<Event> events) {
        for (Event event : events) {
            switch (event) {
                case Event.SubmissionRepeated known -> {
                    return new Submitted(find(known.jobId()), true);
                }
                case Event.JobSubmitted taken -> {
                    submitted.increment();
                    return new Submitted(find(taken.jobId()), false);
                }
                default -> {
                    // Nothing that whoever submitted asked for.
                }
            }
        }
        throw new IllegalStateException("a submission led to " + events);
    }

    /** While an older release votes, it would keep the job without what it does not know. */
    private void refuseWhatSomeVoterCannotRead(JobSpec spec) {
        boolean isNew = spec.requires() != null || spec.resources().disk() > 0;
        if (isNew && !RulesVersion.havePlacement(log.picture().state())) {
            throw Problem.tryLater(
                    "rules_not_in_force",
                    "GPU models, GPU memory, labels, exclusive and disk can be asked for once every"
                            + " voter runs this version.",
                    10);
        }
        if (spec.needs() != null && !RulesVersion.haveData(log.picture().state())) {
            throw Problem.tryLater(
                    "rules_not_in_force",
                    "Data can be asked for once every voter runs this version.",
                    10);
        }
    }

    /**
     * Submits a job anew that has ended without a result; asked again, it answers with the same new
     * job for as long as keys are remembered. The old one stays as it is, with all that happened.
     */
    Submitted requeue(Job job) {
        JobId whole = job.spec().partOf();
        if (whole != null) {
            throw partOf(job.id(), whole);
        }
        if (job.status() != JobStatus.FAILED && job.status() != JobStatus.CANCELLED) {
            throw Problem.of(
                    HttpStatus.CONFLICT,
                    "not_ended_badly",
                    "Job "
                            + job.id()
                            + " is "
                            + job.status().name().toLowerCase(Locale.ROOT)
                            + "; only a failed or cancelled one can be queued again.");
        }
        return submit(job.spec(), "requeue:" + job.id());
    }

    private static RuntimeException partOf(JobId part, JobId whole) {
        return Problem.of(
                HttpStatus.CONFLICT,
                "part_of_job",
                "Job " + part + " is a part of job " + whole + "; ask for that one.");
    }

    /** Forgets a dead letter; returns once that is durable. */
    void purge(JobId id) {
        if (!RulesVersion.havePlacement(log.picture().state())) {
            throw Problem.tryLater(
                    "rules_not_in_force",
                    "Dead letters can be purged once every voter runs this version.",
                    10);
        }
        var command = new Command.PurgeDeadLetter(clock.instant(), id);
        if (gate.submit(command).decision() instanceof Decision.Refused refused) {
            throw refusal(refused.why());
        }
    }

    /** Ends a job; returns once that is durable, also when it was cancelled before. */
    void cancel(JobId id) {
        var command = new Command.CancelJob(clock.instant(), id);
        if (gate.submit(command).decision() instanceof Decision.Refused refused) {
            throw refusal(refused.why());
        }
    }

    private Job find(JobId id) {
        ClusterState state = log.picture().state();
        Job job = state.job(id);
        if (job == null) {
            throw Problem.of(HttpStatus.GONE, "job_forgotten", "Job " + id + " ended long ago.");
        }
        return job;
    }

    private static @Nullable IdempotencyKey key(@Nullable String text) {
        try {
            return text == null ? null : new IdempotencyKey(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("Idempotency-Key", "is malformed: " + e.getMessage());
        }
    }

    /** What the job is, whatever the spelling of the body was. */
    private static String digest(JobSpec spec) {
        try {
            byte[] text = spec.toString().getBytes(StandardCharsets.UTF_8);
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static RuntimeException refusal(Rejection why) {
        return switch (why) {
            case Rejection.UnknownJob r ->
                    Problem.of(
                            HttpStatus.NOT_FOUND, r.code(), "There is no job " + r.jobId() + ".");
            case Rejection.PartOfJob r -> partOf(r.jobId(), r.whole());
            case Rejection.KeyReused r ->
                    Problem.of(
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            r.code(),
                            "This Idempotency-Key was used for another request, which made job "
                                    + r.jobId()
                                    + "; use a new key for a new job.");
            case Rejection.NotADeadLetter r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "Job "
                                    + r.jobId()
                                    + " is no dead letter; retention forgets finished jobs by"
                                    + " itself.");
            case Rejection.StillHeld r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "Something of job "
                                    + r.jobId()
                                    + " may still run on node "
                                    + r.node()
                                    + ", which has not said that it is stopped.");
            case Rejection.JobFinished r ->
                    Problem.of(
                            HttpStatus.CONFLICT,
                            r.code(),
                            "Too late: job "
                                    + r.jobId()
                                    + " is "
                                    + r.status().name().toLowerCase(Locale.ROOT)
                                    + " already.");
            case Rejection.TooManyOpenJobs r -> {
                var problem =
                        Problem.of(
                                HttpStatus.TOO_MANY_REQUESTS,
                                r.code(),
                                r.limit()
                                        + " jobs wait or run already (ringrift.p2p.jobs.max-open);"
                                        + " come back when some have ended.");
                problem.getHeaders().set("Retry-After", "5");
                yield problem;
            }
            default -> Problem.of(HttpStatus.CONFLICT, why.code(), "Refused: " + why + ".");
        };
    }
}
