/**
 * Where webhooks may go: which addresses a URL may have, and a resolver that hands out only such.
 *
 * <p>May import: the JDK and the HTTP client.
 */
@NullMarked
package io.ringrift.p2p.webhooks.guard;

import org.jspecify.annotations.NullMarked;
