/**
 * Floor 5: which data is where, how fresh it is, and what has to move.
 *
 * <p>May import: {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.sync;

import org.jspecify.annotations.NullMarked;
