/**
 * What agent and leader say to each other over HTTP. In JSON the names are snake_case and enums
 * lower case; unknown fields in an answer are ignored, so that a newer leader can speak to an older
 * agent.
 *
 * <p>May import: {@code model}, the JDK.
 */
@NullMarked
package io.ringrift.p2p.model.wire;

import org.jspecify.annotations.NullMarked;
