/**
 * The lock on the door: who may speak to this node at all. One secret for the whole cluster today;
 * principals carry authorities, so that scopes have their place.
 *
 * <p>May import: {@code model}, Spring Security.
 */
@NullMarked
package io.ringrift.p2p.security;

import org.jspecify.annotations.NullMarked;
