/**
 * Which job goes where: pure functions of the state and the nodes' live condition. What they
 * propose, the log verifies; what they refuse, they can name. Formula: docs/placement.md.
 *
 * <p>May import: {@code engine}, {@code model}.
 */
@NullMarked
package io.ringrift.p2p.jobs.placement;

import org.jspecify.annotations.NullMarked;
