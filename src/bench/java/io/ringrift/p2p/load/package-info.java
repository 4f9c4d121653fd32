/**
 * End-to-end measurements: each starts the packed jar as a user would, in a folder and on ports of
 * its own, and prints rows for {@code docs/performance.md}. One command each; see there.
 */
@NullMarked
package io.ringrift.p2p.load;

import org.jspecify.annotations.NullMarked;
