/**
 * The attempts that this node holds: from the order over the running process to the end that the
 * leader has taken note of, on disk at every step.
 *
 * <p>May import: {@code model}, {@code model.wire}, {@code agent.process}, {@code agent.template},
 * the JDK, Spring, Jackson, Micrometer.
 */
@NullMarked
package io.ringrift.p2p.agent.attempt;

import org.jspecify.annotations.NullMarked;
