package io.ringrift.p2p.agent.process;

/**
 * One process, told apart from a later one that got the same number.
 *
 * @param pid its number
 * @param startMark when it started, in a form that only equality is asked of; on Linux clock ticks
 *     since boot and the id of that boot
 */
public record ProcessIdentity(long pid, String startMark) {}
