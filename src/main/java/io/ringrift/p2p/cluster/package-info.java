/**
 * Floor 5, who belongs: founds the cluster, knows which disks may vote, shows and changes the
 * voters.
 *
 * <p>May import: {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.cluster;

import org.jspecify.annotations.NullMarked;
