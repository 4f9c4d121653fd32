package io.ringrift.p2p.events;

import io.ringrift.p2p.model.JobId;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.Set;

/** The doors for events: as a stream that can be resumed, or as pages with {@code format=json}. */
@RestController
@OnVoters
class EventController {

    private static final String RESUME = "Last-Event-ID";
    private static final String PAGES = "format=json";
    private static final int MOST = 1_000_000_000;

    private final EventDesk desk;
    private final CommandLog log;

    EventController(EventDesk desk, CommandLog log) {
        this.desk = desk;
        this.log = log;
    }

    @GetMapping("/events")
    void follow(
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = RESUME, required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        desk.follow(EventQuery.read(query, lastEventId, EventFilter.ANY), response);
    }

    @GetMapping(path = "/events", params = PAGES)
    void list(
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = RESUME, required = false) @Nullable String lastEventId,
            Picture picture,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        desk.page(EventQuery.read(query, lastEventId, EventFilter.ANY), picture, response);
    }

    /** The timeline of a job, from its beginning, and then as it goes on. */
    @GetMapping("/jobs/{jobId}/events")
    void followJob(
            @PathVariable String jobId,
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = RESUME, required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        EventFilter timeline = timeline(jobId, log.picture());
        desk.follow(EventQuery.read(query, lastEventId, timeline), response);
    }

    @GetMapping(path = "/jobs/{jobId}/events", params = PAGES)
    void listJob(
            @PathVariable String jobId,
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = RESUME, required = false) @Nullable String lastEventId,
            Picture picture,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        EventFilter timeline = timeline(jobId, picture);
        desk.page(EventQuery.read(query, lastEventId, timeline), picture, response);
    }

    /** The timeline of a node, from its beginning, and then as it goes on. */
    @GetMapping("/nodes/{nodeId}/events")
    void followNode(
            @PathVariable String nodeId,
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = RESUME, required = false) @Nullable String lastEventId,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        EventFilter timeline = nodeTimeline(nodeId, log.picture());
        desk.follow(EventQuery.read(query, lastEventId, timeline), response);
    }

    @GetMapping(path = "/nodes/{nodeId}/events", params = PAGES)
    void listNode(
            @PathVariable String nodeId,
            @RequestParam MultiValueMap<String, String> query,
            @RequestHeader(name = RESUME, required = false) @Nullable String lastEventId,
            Picture picture,
            HttpServletResponse response)
            throws IOException, InterruptedException {
        EventFilter timeline = nodeTimeline(nodeId, picture);
        desk.page(EventQuery.read(query, lastEventId, timeline), picture, response);
    }

    private EventFilter nodeTimeline(String text, Picture picture) throws IOException {
        try {
            NodeId node = new NodeId(text);
            EventFilter timeline = new EventFilter(Set.of(), null, node);
            if (picture.state().nodes().containsKey(node) || desk.hasAny(timeline, MOST)) {
                return timeline;
            }
        } catch (IllegalArgumentException malformed) {
            // No node can have such a name, and so none has it.
        }
        throw Problem.of(HttpStatus.NOT_FOUND, "unknown_node", "There is no node of this name.");
    }

    /** A job that the cluster has forgotten may still be remembered here. */
    private EventFilter timeline(String text, Picture picture) throws IOException {
        JobId job = job(text);
        EventFilter timeline = new EventFilter(Set.of(), job, null);
        if (picture.state().job(job) == null && !desk.hasAny(timeline, MOST)) {
            throw Problem.of(HttpStatus.NOT_FOUND, "unknown_job", "There is no job " + job + ".");
        }
        return timeline;
    }

    private static JobId job(String text) {
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
