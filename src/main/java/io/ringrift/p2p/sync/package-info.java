/**
 * Floor 5: which data is where, how fresh it is, and what has to move.
 *
 * <p>May import: {@code peers} for where nodes can be reached, {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.sync;

import org.jspecify.annotations.NullMarked;
