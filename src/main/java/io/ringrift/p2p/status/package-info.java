/**
 * Floor 5, status: shows, never changes: {@code /status}, {@code /health}, meters, readiness.
 *
 * <p>May import: {@code peers} and below.
 */
@NullMarked
package io.ringrift.p2p.status;

import org.jspecify.annotations.NullMarked;
