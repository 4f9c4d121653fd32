/**
 * Beans without a home: settings of the node itself, clock, id sources, JSON; and the lock on the
 * data folder.
 *
 * <p>May import: anything. Nobody imports it.
 */
@NullMarked
package io.ringrift.p2p.config;

import org.jspecify.annotations.NullMarked;
