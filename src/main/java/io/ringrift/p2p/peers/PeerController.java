package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;
import io.ringrift.p2p.replication.CommandLog;
import io.ringrift.p2p.web.Problem;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import java.util.Locale;

/** The doors for agents. */
@RestController
class PeerController {

    private final BeatDesk beats;
    private final ReportDesk reports;

    private final PeerRegistry registry;
    private final CommandLog log;

    PeerController(BeatDesk beats, ReportDesk reports, PeerRegistry registry, CommandLog log) {
        this.beats = beats;
        this.reports = reports;
        this.registry = registry;
        this.log = log;
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

    private static NodeId node(String text) {
        try {
            return new NodeId(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("node_id", "is malformed: " + e.getMessage());
        }
    }
}
