package io.ringrift.p2p.status;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Part of readiness: up while a leader is known and a quorum is in touch. Never part of liveness.
 */
final class ClusterHealthIndicator implements HealthIndicator {

    private final Board board;

    ClusterHealthIndicator(Board board) {
        this.board = board;
    }

    @Override
    public Health health() {
        Health.Builder health = board.isHealthy() ? Health.up() : Health.outOfService();
        board.notice().ifPresent(notice -> health.withDetail("notice", notice));
        return health.build();
    }
}
