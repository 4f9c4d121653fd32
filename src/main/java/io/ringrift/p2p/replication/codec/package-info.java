/**
 * How commands and state are written to disk. The first byte is the format version; unknown fields
 * are ignored, so that an older program can read what a newer one wrote with the same rules.
 *
 * <p>May import: {@code engine}, {@code model}, Jackson.
 */
@NullMarked
package io.ringrift.p2p.replication.codec;

import org.jspecify.annotations.NullMarked;
