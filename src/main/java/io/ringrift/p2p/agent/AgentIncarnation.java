package io.ringrift.p2p.agent;

import java.util.UUID;

/**
 * Tells one life of an agent from the next.
 *
 * @param value drawn anew at every start
 */
public record AgentIncarnation(UUID value) {}
