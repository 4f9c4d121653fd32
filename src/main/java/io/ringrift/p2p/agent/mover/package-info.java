/**
 * The program {@code move-data}: a child process that moves files between nodes, run as any other
 * job by the built-in SYNC template. It asks a voter what to move, fetches or brings it, and lets
 * nothing be seen under its final name that is not complete and what its digest says.
 *
 * <p>May import: {@code model}, {@code agent.data}, the JDK, Jackson, Resilience4j.
 */
@NullMarked
package io.ringrift.p2p.agent.mover;

import org.jspecify.annotations.NullMarked;
