/**
 * Floor 0, matches between two models and what follows from their results: who is stronger, how
 * sure that is, and by how much.
 *
 * <p>May import: the JDK. Everything is computed by basic arithmetic and {@link StrictMath} in a
 * fixed order, so that every replica gets the same bits.
 */
@NullMarked
package io.ringrift.p2p.model.match;

import org.jspecify.annotations.NullMarked;
