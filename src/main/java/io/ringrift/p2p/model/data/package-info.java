/**
 * Floor 0, the nouns of data that moves between nodes: kinds, paths, digests, manifest entries.
 *
 * <p>May import: the JDK and {@code model}.
 */
@NullMarked
package io.ringrift.p2p.model.data;

import org.jspecify.annotations.NullMarked;
