/**
 * Operating-system processes: starting them in a group of their own, telling them apart by (pid,
 * start time), signalling and finding all that belongs to one job.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.ringrift.p2p.agent.process;

import org.jspecify.annotations.NullMarked;
