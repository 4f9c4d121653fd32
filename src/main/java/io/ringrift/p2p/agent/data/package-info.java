/**
 * The data of this node: what lies below {@code <data-dir>/files}, its manifest, and the doors to
 * it. Folders are only ever opened through handles of the folders above them, so that no link leads
 * out.
 *
 * <p>May import: {@code model}, the JDK, Spring, Jackson, Micrometer.
 */
@NullMarked
package io.ringrift.p2p.agent.data;

import org.jspecify.annotations.NullMarked;
