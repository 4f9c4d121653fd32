package io.ringrift.p2p.status;

import io.ringrift.p2p.model.NodeId;
import io.ringrift.p2p.model.NodeIdentity;
import io.ringrift.p2p.model.NodeRole;
import io.ringrift.p2p.model.ResourceMetrics;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The doors that only show; both answer from local memory, in any state. */
@RestController
class StatusController {

    private final Board board;
    private final NodeIdentity self;

    StatusController(Board board, NodeIdentity self) {
        this.board = board;
        this.self = self;
    }

    /** The body of {@code GET /health}. */
    record HealthView(
            String status,
            boolean healthy,
            NodeId nodeId,
            NodeRole role,
            @Nullable NodeId leaderId,
            int activePeers,
            int totalPeers,
            double uptimeSeconds,
            double cpuPercent,
            double memoryPercent) {}

    @GetMapping("/status")
    StatusView status(HttpServletRequest request) {
        return board.status(port(request));
    }

    @GetMapping("/health")
    ResponseEntity<HealthView> health(HttpServletRequest request) {
        StatusView status = board.status(port(request));
        ResourceMetrics metrics = board.ownMetrics();
        boolean healthy = board.isHealthy();
        return ResponseEntity.status(healthy ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
                .body(
                        new HealthView(
                                healthy ? "healthy" : "unhealthy",
                                healthy,
                                status.nodeId(),
                                status.role(),
                                status.leaderId(),
                                status.alivePeers(),
                                status.peers().size() + 1,
                                status.uptimeSeconds(),
                                metrics.cpuPercent(),
                                metrics.memoryPercent()));
    }

    private int port(HttpServletRequest request) {
        return self.port() == 0 ? request.getLocalPort() : self.port();
    }
}
