package io.ringrift.p2p.jobs;

import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Problem;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Jobs that failed because nodes kept failing under them. Each is an ordinary failed job, shown
 * with everything that is known of its end: attempts with node, reason, exit code, last words and
 * late reports, and the whole request.
 */
@RestController
@OnVoters
class DeadLetterController {

    private final JobController jobs;
    private final JobDesk desk;
    private final CommandLog log;

    DeadLetterController(JobController jobs, JobDesk desk, CommandLog log) {
        this.jobs = jobs;
        this.desk = desk;
        this.log = log;
    }

    /** Takes the parameters of {@code GET /jobs}. */
    @GetMapping("/dead-letters")
    JobController.JobPage list(
            @RequestParam MultiValueMap<String, String> parameters, Picture picture) {
        MultiValueMap<String, String> narrowed = new LinkedMultiValueMap<>(parameters);
        narrowed.set("dead_letter", "true");
        return jobs.list(narrowed, picture);
    }

    @GetMapping("/dead-letters/{jobId}")
    JobView show(@PathVariable String jobId, Picture picture) {
        return jobs.show(deadLetter(JobController.find(JobController.id(jobId), picture.state())));
    }

    /** A new job like it; the dead letter stays until it is purged or old. */
    @PostMapping("/dead-letters/{jobId}/requeue")
    ResponseEntity<JobView> requeue(@PathVariable String jobId) {
        JobId id = JobController.id(jobId);
        Job job = deadLetter(JobController.find(id, log.picture().state()));
        return jobs.requeue(job);
    }

    /** Forgets it now, with all that is known of it; its files stay on their nodes. */
    @DeleteMapping("/dead-letters/{jobId}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void purge(@PathVariable String jobId) {
        desk.purge(JobController.id(jobId));
    }

    private static Job deadLetter(Job job) {
        if (!job.isDeadLetter()) {
            throw Problem.of(
                    HttpStatus.NOT_FOUND,
                    "not_a_dead_letter",
                    "Job " + job.id() + " is no dead letter; GET /jobs/" + job.id() + " shows it.");
        }
        return job;
    }
}
