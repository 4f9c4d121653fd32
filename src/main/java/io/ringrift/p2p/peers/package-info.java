/**
 * Floor 5: who is alive, how loaded; heartbeats in, health transitions out.
 *
 * <p>May import: {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.peers;

import org.jspecify.annotations.NullMarked;
