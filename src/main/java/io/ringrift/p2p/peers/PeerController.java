package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.wire.Beat;
import io.ringrift.p2p.model.wire.BeatReply;
import io.ringrift.p2p.model.wire.Reports;
import io.ringrift.p2p.model.wire.ReportsReply;
import io.ringrift.p2p.web.Problem;

import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** The doors for agents. */
@RestController
class PeerController {

    private final BeatDesk beats;
    private final ReportDesk reports;

    PeerController(BeatDesk beats, ReportDesk reports) {
        this.beats = beats;
        this.reports = reports;
    }

    @PostMapping("/peers/{nodeId}/heartbeat")
    BeatReply heartbeat(@PathVariable String nodeId, @RequestBody Beat beat)
            throws InterruptedException {
        return beats.beat(node(nodeId), beat);
    }

    @PostMapping("/peers/{nodeId}/reports")
    ReportsReply reports(@PathVariable String nodeId, @RequestBody Reports body) {
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
