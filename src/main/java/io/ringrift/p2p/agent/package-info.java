/**
 * The other side of the wire: measures its machine, beats, and runs jobs as child processes. It
 * dials out only, so it works behind NAT, and it knows the leader only as an HTTP contract.
 *
 * <p>May import: {@code model}, {@code model.wire}, the JDK, Spring, Jackson, OSHI, Micrometer.
 */
@NullMarked
package io.ringrift.p2p.agent;

import org.jspecify.annotations.NullMarked;
