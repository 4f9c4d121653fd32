/**
 * Measures the machine on a schedule of its own, so that a slow driver never delays a beat.
 *
 * <p>May import: {@code model}, {@code agent.process}, the JDK, Spring, OSHI, Micrometer.
 */
@NullMarked
package io.ringrift.p2p.agent.probe;

import org.jspecify.annotations.NullMarked;
