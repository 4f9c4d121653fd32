package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.model.Attempt;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.JobSpec;
import io.ringrift.p2p.model.wire.Progress;
import io.ringrift.p2p.peers.PeerRegistry;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Problem;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.net.URI;
import java.util.List;

/** The doors for jobs. */
@RestController
@OnVoters
class JobController {

    private final JobDesk desk;
    private final JobRequestReader reader;
    private final CommandLog log;
    private final PeerRegistry peers;

    JobController(JobDesk desk, JobRequestReader reader, CommandLog log, PeerRegistry peers) {
        this.desk = desk;
        this.reader = reader;
        this.log = log;
        this.peers = peers;
    }

    /** A page of jobs; {@code next_cursor} is left out on the last one. */
    record JobPage(List<JobView> jobs, @Nullable String nextCursor) {}

    @PostMapping("/jobs")
    ResponseEntity<JobView> submit(
            @RequestBody(required = false) @Nullable JsonNode body,
            @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key) {
        JobSpec spec = reader.read(body);
        return created(desk.submit(spec, key));
    }

    private ResponseEntity<JobView> created(JobDesk.Submitted submitted) {
        ResponseEntity.BodyBuilder answer =
                ResponseEntity.created(URI.create("/jobs/" + submitted.job().id()));
        if (submitted.repeated()) {
            answer.header("Idempotency-Replayed", "true");
        }
        return answer.body(view(submitted.job()));
    }

    @GetMapping("/jobs")
    JobPage list(@RequestParam MultiValueMap<String, String> parameters, Picture picture) {
        ListingParameters asked = ListingParameters.read(parameters);
        JobListing.Page page =
                JobListing.page(picture.state(), asked.filter(), asked.before(), asked.limit());
        return new JobPage(
                page.jobs().stream().map(this::view).toList(),
                page.next() == null ? null : page.next().toString());
    }

    @GetMapping("/jobs/{jobId}")
    JobView show(@PathVariable String jobId, Picture picture) {
        return view(find(id(jobId), picture.state()));
    }

    @PostMapping("/jobs/{jobId}/cancel")
    JobView cancel(@PathVariable String jobId) {
        JobId id = id(jobId);
        desk.cancel(id);
        return view(find(id, log.picture().state()));
    }

    static Job find(JobId id, ClusterState state) {
        Job job = state.job(id);
        if (job == null) {
            throw Problem.of(HttpStatus.NOT_FOUND, "unknown_job", "There is no job " + id + ".");
        }
        return job;
    }

    /** A new job like one that failed or was cancelled; the old one keeps its history. */
    @PostMapping("/jobs/{jobId}/requeue")
    ResponseEntity<JobView> requeue(@PathVariable String jobId) {
        return requeue(find(id(jobId), log.picture().state()));
    }

    ResponseEntity<JobView> requeue(Job job) {
        return created(desk.requeue(job));
    }

    JobView show(Job job) {
        return view(job);
    }

    private JobView view(Job job) {
        Attempt live = job.liveAttempt();
        Progress progress =
                live == null
                        ? null
                        : peers.progress(live.node(), job.id(), live.number()).orElse(null);
        return JobView.of(job, progress);
    }

    static JobId id(String text) {
        try {
            return JobId.parse(text);
        } catch (IllegalArgumentException e) {
            throw Problem.of(
                    HttpStatus.NOT_FOUND,
                    "unknown_job",
                    "There is no job with this id; a job id is a UUID.");
        }
    }
}
