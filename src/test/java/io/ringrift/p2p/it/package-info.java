/** Whole nodes as real processes, driven through their doors only. */
@NullMarked
package io.ringrift.p2p.it;

import org.jspecify.annotations.NullMarked;
