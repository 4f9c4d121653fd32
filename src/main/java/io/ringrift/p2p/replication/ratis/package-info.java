/**
 * The command log on Apache Ratis. Nothing outside this package sees a Ratis type.
 *
 * <p>May import: {@code replication}, {@code engine}, {@code model}, Ratis.
 */
@NullMarked
package io.ringrift.p2p.replication.ratis;

import org.jspecify.annotations.NullMarked;
