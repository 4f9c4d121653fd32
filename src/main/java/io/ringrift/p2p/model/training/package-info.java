/**
 * Floor 0, the nouns of the training loop: when a model is due, what becomes of it, and why.
 *
 * <p>May import: the JDK, {@code model}, {@code model.data} and {@code model.match}.
 */
@NullMarked
package io.ringrift.p2p.model.training;

import org.jspecify.annotations.NullMarked;
