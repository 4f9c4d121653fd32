/**
 * Floor 0, the nouns: immutable values, enums, and formulas about one value.
 *
 * <p>May import: the JDK. Nothing here reads a clock, rolls dice or does I/O.
 */
@NullMarked
package io.ringrift.p2p.model;

import org.jspecify.annotations.NullMarked;
