/** Starts the program. */
@NullMarked
package io.ringrift.p2p;

import org.jspecify.annotations.NullMarked;
