package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.ClusterNode;
import io.ringrift.p2p.engine.ClusterState;
import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.NodeStatus.Drain;
import io.ringrift.p2p.engine.NodeStatus.Mandate;
import io.ringrift.p2p.model.DrainMode;
import io.ringrift.p2p.model.Labels;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.replication.Picture;
import io.ringrift.p2p.web.Mandates;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The doors about nodes; whatever changes one is recorded with its reason and who said so. */
@RestController
@OnVoters
class NodeController {

    private static final long MOST_SECONDS = 7L * 24 * 3600;

    private final NodeDesk desk;
    private final NodeViews views;
    private final CommandLog log;
    private final Clock clock;

    NodeController(NodeDesk desk, NodeViews views, CommandLog log, Clock clock) {
        this.desk = desk;
        this.views = views;
        this.log = log;
        this.clock = clock;
    }

    /** A page of nodes in the order of their ids; {@code next_cursor} is left out on the last. */
    record NodePage(List<NodeView> nodes, @Nullable String nextCursor) {}

    /** The body of a cordon, an uncordon and a retirement. */
    record Reason(@Nullable String reason) {}

    /** The body of a drain; without a mode what runs may finish. */
    record DrainRequest(
            @Nullable String reason, @Nullable DrainMode mode, @Nullable Long deadlineSeconds) {}

    /** The labels that people give a node, in place of those that they gave it before. */
    record LabelRequest(@Nullable String reason, @Nullable Map<String, String> labels) {}

    /** What a drain would do; nothing was changed. */
    record DrainPreview(
            NodeId nodeId,
            DrainMode mode,
            @Nullable Instant deadline,
            List<NodeDesk.Fate> attempts) {}

    @GetMapping("/nodes")
    NodePage list(@RequestParam MultiValueMap<String, String> parameters, Picture picture) {
        return NodeListing.read(parameters).page(picture.state(), views);
    }

    @GetMapping("/nodes/{nodeId}")
    NodeView show(@PathVariable String nodeId, Picture picture) {
        return views.view(picture.state(), NodeDesk.find(picture.state(), id(nodeId)), true);
    }

    @PostMapping("/nodes/{nodeId}/cordon")
    NodeView cordon(
            @PathVariable String nodeId,
            @RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        NodeId id = id(nodeId);
        desk.order(new Command.CordonNode(clock.instant(), id, mandate(request, body)));
        return now(id);
    }

    @PostMapping("/nodes/{nodeId}/uncordon")
    NodeView uncordon(
            @PathVariable String nodeId,
            @RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        NodeId id = id(nodeId);
        desk.order(new Command.UncordonNode(clock.instant(), id, mandate(request, body)));
        return now(id);
    }

    @PostMapping("/nodes/{nodeId}/drain")
    Object drain(
            @PathVariable String nodeId,
            @RequestBody(required = false) @Nullable DrainRequest body,
            @RequestParam(name = "dry_run", defaultValue = "false") String dryRun,
            HttpServletRequest request) {
        NodeId id = id(nodeId);
        Mandate mandate = mandate(request, body == null ? null : new Reason(body.reason()));
        DrainMode mode = body == null || body.mode() == null ? DrainMode.FINISH : body.mode();
        Instant now = clock.instant();
        Drain drain = new Drain(mode, deadline(now, body == null ? null : body.deadlineSeconds()));
        return switch (dryRun) {
            case "true", "" ->
                    new DrainPreview(id, mode, drain.deadline(), desk.preview(id, drain));
            case "false" -> {
                desk.order(new Command.DrainNode(now, id, mandate, drain));
                yield now(id);
            }
            default -> throw Problem.invalid("dry_run", "must be true or false");
        };
    }

    @PostMapping("/nodes/{nodeId}/retire")
    NodeView retire(
            @PathVariable String nodeId,
            @RequestBody(required = false) @Nullable Reason body,
            HttpServletRequest request) {
        NodeId id = id(nodeId);
        desk.order(new Command.RetireNode(clock.instant(), id, mandate(request, body)));
        return now(id);
    }

    @PutMapping("/nodes/{nodeId}/labels")
    NodeView label(
            @PathVariable String nodeId,
            @RequestBody LabelRequest body,
            HttpServletRequest request) {
        NodeId id = id(nodeId);
        if (body.labels() == null) {
            throw Problem.invalid("labels", "is required: an object of names and values");
        }
        Labels labels = labels(body.labels());
        Mandate mandate = mandate(request, new Reason(body.reason()));
        desk.order(new Command.LabelNode(clock.instant(), id, mandate, labels));
        return now(id);
    }

    private NodeView now(NodeId id) {
        ClusterState state = log.picture().state();
        ClusterNode node = NodeDesk.find(state, id);
        return views.view(state, node, true);
    }

    private static Labels labels(Map<String, String> given) {
        try {
            return new Labels(given);
        } catch (IllegalArgumentException malformed) {
            throw Problem.invalid("labels", "are malformed: " + malformed.getMessage());
        }
    }

    private static @Nullable Instant deadline(Instant now, @Nullable Long seconds) {
        if (seconds == null) {
            return null;
        }
        if (seconds < 0 || seconds > MOST_SECONDS) {
            throw Problem.invalid(
                    "deadline_seconds", "must be a whole number from 0 to " + MOST_SECONDS);
        }
        return now.plusSeconds(seconds);
    }

    private static Mandate mandate(HttpServletRequest request, @Nullable Reason body) {
        return Mandates.of(request, body == null ? null : body.reason());
    }

    private static NodeId id(String text) {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("node_id", "is malformed: " + e.getMessage());
        }
    }
}
