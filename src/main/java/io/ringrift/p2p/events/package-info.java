/**
 * Floor 5: what happened, in the order of the log, for whoever wants to follow it or to look back.
 *
 * <p>May import: {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.events;

import org.jspecify.annotations.NullMarked;
