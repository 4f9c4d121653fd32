/**
 * How a message is written for each kind of receiver, and how it is signed.
 *
 * <p>May import: {@code engine} and {@code model}.
 */
@NullMarked
package io.ringrift.p2p.webhooks.format;

import org.jspecify.annotations.NullMarked;
