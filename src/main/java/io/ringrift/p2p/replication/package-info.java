/**
 * Floor 2, order and durability: puts commands in one order on a majority of disks and shows the
 * state that follows from them.
 *
 * <p>May import: {@code engine}, {@code model}. Callers see {@link CommandLog} only; the library
 * behind it stays in {@code replication.ratis}.
 */
@NullMarked
package io.ringrift.p2p.replication;

import org.jspecify.annotations.NullMarked;
