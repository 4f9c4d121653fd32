/**
 * Floor 0, the nouns of webhooks: what may be told to the outside, to whom, and how it is signed.
 *
 * <p>May import: the JDK.
 */
@NullMarked
package io.ringrift.p2p.model.webhook;

import org.jspecify.annotations.NullMarked;
