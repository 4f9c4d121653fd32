/**
 * Floor 5: empties the outbox to the outside, and the doors by which people say who is told what.
 *
 * <p>May import: {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.webhooks;

import org.jspecify.annotations.NullMarked;
