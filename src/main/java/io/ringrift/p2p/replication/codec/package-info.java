/**
 * How the model is written down: as JSON at the doors, and as binary JSON in the log.
 *
 * <p>May import: {@code model}, {@code engine}, Jackson.
 */
@NullMarked
package io.ringrift.p2p.replication.codec;

import org.jspecify.annotations.NullMarked;
