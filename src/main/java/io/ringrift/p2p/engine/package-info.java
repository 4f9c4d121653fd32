/**
 * Floor 1, the verbs: what may happen and what follows. {@code decide} turns a command into events
 * or a refusal, {@code evolve} turns an event into the next state; both are pure and total.
 *
 * <p>May import: {@code model}, the persistent collections. No clock, no dice, no I/O, no logging.
 */
@NullMarked
package io.ringrift.p2p.engine;

import org.jspecify.annotations.NullMarked;
