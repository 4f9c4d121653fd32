package io.ringrift.p2p.replication;

import io.ringrift.p2p.engine.Command;
import io.ringrift.p2p.engine.Decision;

/**
 * A command that has its place in the log.
 *
 * @param index of the log entry; commands of one entry share it and are applied in their order
 * @param command what was appended
 * @param decision what became of it
 */
public record Applied(long index, Command command, Decision decision) {}
