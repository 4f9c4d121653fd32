/**
 * Floor 5: when a model is due for training, and what becomes of it.
 *
 * <p>May import: {@code web} and below.
 */
@NullMarked
package io.ringrift.p2p.training;

import org.jspecify.annotations.NullMarked;
