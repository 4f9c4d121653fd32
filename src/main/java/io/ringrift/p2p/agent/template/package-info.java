/**
 * Which program a job type means: command templates from the configuration, never from a request,
 * and never through a shell.
 *
 * <p>May import: {@code model}, {@code model.wire}, the JDK, Spring, Jackson.
 */
@NullMarked
package io.ringrift.p2p.agent.template;

import org.jspecify.annotations.NullMarked;
