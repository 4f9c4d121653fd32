/**
 * Floor 3, the right to act: who leads, under which epoch, until when; and the loops that only a
 * leader runs.
 *
 * <p>May import: {@code replication} and below.
 */
@NullMarked
package io.ringrift.p2p.leadership;

import org.jspecify.annotations.NullMarked;
