package io.ringrift.p2p.peers;

import io.ringrift.p2p.model.NodeHealth;

import java.time.Duration;

/**
 * A verdict about a node.
 *
 * @param health how it does
 * @param reason one sentence when it is not HEALTHY, else empty
 * @param silentFor time since its last beat
 * @param outsideLoad load score without what its own jobs reserve, 0 to 1
 * @param takesWork whether it may get new work: HEALTHY, or DEGRADED by busy processors alone,
 *     which makes jobs slow but harms none; such a node gets less, not none
 */
public record PeerHealth(
        NodeHealth health,
        String reason,
        Duration silentFor,
        double outsideLoad,
        boolean takesWork) {}
