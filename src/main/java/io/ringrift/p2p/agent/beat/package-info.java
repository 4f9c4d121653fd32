/**
 * Speaks with the leader: the heartbeat that brings orders back, and the channel for reports.
 *
 * <p>May import: {@code model}, {@code model.wire}, {@code agent.attempt}, the JDK, Spring,
 * Jackson, Micrometer.
 */
@NullMarked
package io.ringrift.p2p.agent.beat;

import org.jspecify.annotations.NullMarked;
