/**
 * Floor 4, HTTP manners shared by all doors: problem bodies, limits, how a command gets from a door
 * into the log, paging.
 *
 * <p>May import: {@code leadership} and below.
 */
@NullMarked
package io.ringrift.p2p.web;

import org.jspecify.annotations.NullMarked;
