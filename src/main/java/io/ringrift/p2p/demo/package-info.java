/**
 * Floor 5, demo: in the profile {@code demo}, uses the node's own REST API as any program would and
 * says what happens.
 *
 * <p>May import: {@code model}.
 */
@NullMarked
package io.ringrift.p2p.demo;

import org.jspecify.annotations.NullMarked;
