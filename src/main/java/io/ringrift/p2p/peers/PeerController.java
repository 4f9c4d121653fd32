package io.ringrift.p2p.peers;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.LogOrder;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.replication.OnVoters;
import io.ringrift.p2p.web.Problem;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Clock;
import java.util.Locale;
import java.util.UUID;

/** The doors for agents. */
@RestController
@OnVoters
class PeerController {

    private final BeatDesk beats;
    private final ReportDesk reports;

    private final PeerRegistry registry;
    private final CommandLog log;
    private final NodeDesk desk;
    private final LogRequests logs;
    private final Clock clock;

    PeerController(
            BeatDesk beats,
            ReportDesk reports,
            PeerRegistry registry,
            CommandLog log,
            NodeDesk desk,
            LogRequests logs,
            Clock clock) {
        this.beats = beats;
        this.reports = reports;
        this.registry = registry;
        this.log = log;
        this.desk = desk;
        this.logs = logs;
        this.clock = clock;
    }

    /** Says in {@code Server-Timing} how long it held the answer back, so that agents can tell. */
    @PostMapping("/peers/{nodeId}/heartbeat")
    ResponseEntity<BeatReply> heartbeat(@PathVariable String nodeId, @RequestBody Beat beat)
            throws InterruptedException {
        RequiredFields.check(beat);
        BeatDesk.Answer answer = beats.beat(node(nodeId), beat);
        double heldMillis = answer.heldNanos() / 1e6;
        return ResponseEntity.ok()
                .header("Server-Timing", String.format(Locale.ROOT, "held;dur=%.3f", heldMillis))
                .body(answer.reply());
    }

    /** What this voter knows of the nodes; the others ask the leader for it. */
    @GetMapping("/peers/roster")
    Roster roster() {
        return registry.roster(log.standing().votersAlive());
    }

    @PostMapping("/peers/{nodeId}/reports")
    ReportsReply reports(@PathVariable String nodeId, @RequestBody Reports body) {
        RequiredFields.check(body);
        return reports.report(node(nodeId), body);
    }

    /**
     * Which life of the agent says goodbye.
     *
     * @param incarnation as in its beats
     */
    record Goodbye(@Nullable UUID incarnation) {}

    /** The agent of the node ends: it gets no new work, and is not missed. */
    @PostMapping("/peers/{nodeId}/leave")
    ResponseEntity<Void> leave(@PathVariable String nodeId, @RequestBody Goodbye goodbye) {
        if (goodbye.incarnation() == null) {
            throw Problem.invalid("incarnation", "is missing");
        }
        NodeId node = node(nodeId);
        desk.order(new Command.LeaveNode(clock.instant(), node, goodbye.incarnation()));
        beats.wake(node);
        return ResponseEntity.noContent().build();
    }

    /** A piece of a log that somebody wants to read; 410 when nobody wants more of it. */
    @PostMapping("/peers/{nodeId}/logs/{requestId}")
    ResponseEntity<Void> log(
            @PathVariable String nodeId,
            @PathVariable String requestId,
            @RequestParam(name = "last", defaultValue = "false") boolean last,
            @RequestParam(name = "found", defaultValue = "true") boolean found,
            HttpServletRequest request)
            throws IOException, InterruptedException {
        byte[] text = request.getInputStream().readNBytes(LogOrder.MAX_PIECE + 1);
        if (text.length > LogOrder.MAX_PIECE) {
            throw Problem.invalid("body", "must have at most " + LogOrder.MAX_PIECE + " bytes");
        }
        boolean more =
                logs.take(
                        node(nodeId),
                        request(requestId),
                        new LogRequests.Piece(text, found, last || !found));
        return ResponseEntity.status(more ? HttpStatus.NO_CONTENT : HttpStatus.GONE).build();
    }

    private static UUID request(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("request_id", "must be a UUID");
        }
    }

    private static NodeId node(String text) {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("node_id", "is malformed: " + e.getMessage());
        }
    }
}
