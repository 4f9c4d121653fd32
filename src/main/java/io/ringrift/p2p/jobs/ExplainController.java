package io.ringrift.p2p.jobs;

import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.jobs.placement.Explainer;
import io.ringrift.p2p.jobs.placement.PlacementPolicy;
import io.ringrift.p2p.model.Job;
import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import tools.jackson.databind.JsonNode;

import java.time.Clock;

/** The doors that say why a job waits. */
@RestController
@OnVoters
class ExplainController {

    private final JobRequestReader reader;
    private final CommandLog log;
    private final NodeConditions nodes;
    private final PlacementPolicy policy;
    private final Clock clock;

    ExplainController(
            JobRequestReader reader,
            CommandLog log,
            NodeConditions nodes,
            PlacementPolicy policy,
            Clock clock) {
        this.reader = reader;
        this.log = log;
        this.nodes = nodes;
        this.policy = policy;
        this.clock = clock;
    }

    @GetMapping("/jobs/{jobId}/explain")
    ExplainView explain(@PathVariable String jobId, Picture picture) {
        JobId id = JobController.id(jobId);
        Job job = JobController.find(id, picture.state());
        return job.isQueued()
                ? ExplainView.of(job, explainer(picture.state()).queued(job))
                : ExplainView.notQueued(job);
    }

    /** The same for a job that nobody has submitted; the body is that of {@code POST /jobs}. */
    @PostMapping("/jobs:plan")
    ExplainView plan(@RequestBody(required = false) @Nullable JsonNode body) {
        return ExplainView.of(null, explainer(log.picture().state()).planned(reader.read(body)));
    }

    private Explainer explainer(ClusterState state) {
        return new Explainer(state, clock.instant(), nodes.of(state), policy);
    }
}
